import Foundation
import Hummingbird

/// What a browser sent: fields in order, files with their bytes. From `application/x-www-form-urlencoded`,
/// `multipart/form-data`, or a flat JSON object (the modules of the interface may send one).
package struct Form: Sendable {
  package struct File: Sendable {
    package let name: String
    package let contentType: String
    package let bytes: [UInt8]
  }

  package private(set) var fields: [(name: String, value: String)] = []
  package private(set) var files: [(name: String, file: File)] = []

  package init() {}
  package init(_ fields: [(String, String)]) { for (name, value) in fields { add(name, value) } }

  /// The value as typed; `nil` when the field was not sent.
  package func raw(_ name: String) -> String? { fields.last { $0.name == name }?.value }
  /// Trimmed; empty when the field was not sent.
  package func text(_ name: String) -> String { raw(name)?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "" }
  package func optionalText(_ name: String) -> String? {
    let value = text(name)
    return value.isEmpty ? nil : value
  }
  package func int(_ name: String) -> Int64? { Int64(text(name)) }
  package func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }
  package func isOn(_ name: String) -> Bool { ["on", "1", "true", "yes"].contains(text(name)) }
  package func files(_ name: String) -> [File] { files.filter { $0.name == name && !$0.file.name.isEmpty }.map(\.file) }

  /// Nobody types a NUL, and neither engine keeps one in a text. It parts what it stood between: without it two halves could
  /// become an address.
  package mutating func add(_ name: String, _ value: String) {
    fields.append((name, value.utf8.contains(0) ? value.replacing("\0", with: " ") : value))
  }
  mutating func add(_ name: String, file: File) { files.append((name, file)) }
}

extension Form {
  /// Forms larger than this are refused with 413 before they are read whole.
  package static let limit = 64 << 20
  static let fieldLimit = 10_000

  package static func read(_ request: inout Request, limit: Int = Form.limit) async throws -> Form {
    let type = request.headers[.contentType] ?? ""
    let buffer = try await request.collectBody(upTo: limit)
    let bytes = [UInt8](buffer.readableBytesView)
    if type.hasPrefix("multipart/form-data") {
      guard let boundary = parameter("boundary", of: type) else { throw HTTPError(.badRequest, message: "multipart without boundary") }
      return try Multipart(bytes: bytes, boundary: boundary).form()
    }
    if type.hasPrefix("application/json") { return try Form(json: bytes) }
    return Form(urlEncoded: String(decoding: bytes, as: UTF8.self))
  }

  package init(urlEncoded text: String) {
    for pair in text.split(separator: "&", maxSplits: Self.fieldLimit) {
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      add(Self.decoded(halves[0]), halves.count > 1 ? Self.decoded(halves[1]) : "")
    }
  }

  init(json bytes: [UInt8]) throws {
    // What does not parse is the sender's mistake, not the desk's; where it broke off helps nobody here.
    guard let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] else {
      throw HTTPError(.badRequest, message: "a JSON object was expected")
    }
    for (name, value) in object {
      for item in value as? [Any] ?? [value] where !(item is NSNull) { add(name, (item as? String) ?? "\(item)") }
    }
  }

  private static func decoded(_ text: Substring) -> String {
    let spaced = text.replacing("+", with: " ")
    return spaced.removingPercentEncoding ?? String(spaced)
  }

  private static func parameter(_ name: String, of header: String) -> String? {
    for piece in header.split(separator: ";").dropFirst() {
      let halves = piece.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      if halves.count == 2, halves[0].lowercased() == name { return halves[1].trimmingCharacters(in: ["\""]) }
    }
    return nil
  }
}
