import Foundation
import Hummingbird

/// A scan for boundaries over the whole body (RFC 7578): one pass, no copies but the parts themselves.
struct Multipart {
  static let partLimit = 2_000
  let bytes: [UInt8]
  let delimiter: [UInt8]

  init(bytes: [UInt8], boundary: String) {
    self.bytes = bytes
    delimiter = Array("\r\n--\(boundary)".utf8)
  }

  func form() throws -> Form {
    var form = Form()
    // The first delimiter has no line end before it.
    let opening = Array(delimiter.dropFirst(2))
    guard bytes.starts(with: opening) else {
      if bytes.isEmpty { return form }
      throw HTTPError(.badRequest, message: "multipart body does not begin with its boundary")
    }
    var start = opening.count
    var parts = 0
    while start + 2 <= bytes.count, !(bytes[start] == 0x2D && bytes[start + 1] == 0x2D) {
      parts += 1
      guard parts <= Self.partLimit else { throw HTTPError(.contentTooLarge, message: "too many parts") }
      guard let end = find(delimiter, from: start) else { throw HTTPError(.badRequest, message: "multipart body is cut short") }
      add(bytes[(start + 2)..<max(end, start + 2)], to: &form)
      start = end + delimiter.count
    }
    return form
  }

  private func add(_ part: ArraySlice<UInt8>, to form: inout Form) {
    let gap: [UInt8] = [13, 10, 13, 10]
    guard let headEnd = find(gap, from: part.startIndex, to: part.endIndex) else { return }
    let head = String(decoding: bytes[part.startIndex..<headEnd], as: UTF8.self)
    let body = Array(bytes[(headEnd + 4)..<part.endIndex])
    var name = ""
    var fileName: String?
    var type = "application/octet-stream"
    for line in head.split(separator: "\r\n") {
      let lower = line.lowercased()
      if lower.hasPrefix("content-disposition:") {
        name = Self.quoted("name", in: line) ?? ""
        fileName = Self.quoted("filename", in: line)
      } else if lower.hasPrefix("content-type:") {
        type = line.dropFirst("content-type:".count).trimmingCharacters(in: .whitespaces)
      }
    }
    if let fileName {
      form.add(name, file: Form.File(name: fileName, contentType: type, bytes: body))
    } else {
      form.add(name, String(decoding: body, as: UTF8.self))
    }
  }

  /// Browsers escape a quote in a name as %22 and leave other bytes as they are.
  private static func quoted(_ key: String, in line: Substring) -> String? {
    guard let start = line.range(of: "; \(key)=\"") else { return nil }
    let rest = line[start.upperBound...]
    guard let end = rest.firstIndex(of: "\"") else { return nil }
    return String(rest[..<end]).replacing("%22", with: "\"").replacing("%0D", with: "").replacing("%0A", with: "")
  }

  private func find(_ needle: [UInt8], from start: Int, to limit: Int? = nil) -> Int? {
    let last = (limit ?? bytes.count) - needle.count
    guard start <= last else { return nil }
    return bytes.withUnsafeBufferPointer { haystack in
      var index = start
      while index <= last {
        if haystack[index] == needle[0] {
          var length = 1
          while length < needle.count, haystack[index + length] == needle[length] { length += 1 }
          if length == needle.count { return index }
        }
        index += 1
      }
      return nil
    }
  }
}
