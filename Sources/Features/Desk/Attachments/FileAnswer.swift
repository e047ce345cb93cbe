import Foundation
import Hummingbird
import Web

/// A stored file as an answer. Only pictures whose bytes are what they say are shown in a page; all else is saved, cannot run
/// as a page of the desk, and is not guessed at.
struct FileAnswer {
  let file: Attachment
  let blobs: Blobs
  let request: Request

  private static let headLength = 512 << 10
  private static let policy = "default-src 'none'; sandbox; frame-ancestors 'none'"

  func response() throws -> Response {
    let tag = "\"\(file.blob)\""
    var headers = try describe()
    headers[.eTag] = tag
    // Rights can be taken away: a browser keeps the bytes and asks each time whether it may still show them.
    headers[.cacheControl] = "private, no-cache"
    if matches(request.headers[.ifNoneMatch], tag) { return Response(status: .notModified, headers: headers) }
    headers[.acceptRanges] = "bytes"
    let isSame = request.headers[.ifRange].map { $0 == tag } ?? true
    switch ByteRange(isSame ? request.headers[.range] : nil, size: Int(file.size)) {
    case .whole: return body(0..<Int(file.size), .ok, headers)
    case .part(let range):
      headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.size)"
      return body(range, .partialContent, headers)
    case .unsatisfiable:
      headers[.contentRange] = "bytes */\(file.size)"
      return Response(status: .rangeNotSatisfiable, headers: headers)
    }
  }

  private func describe() throws -> HTTPFields {
    let raster = try picture()
    return [
      .contentType: raster?.contentType ?? (Self.isHarmless(file.contentType) ? file.contentType : MediaType.unknown),
      .contentDisposition: Disposition.value(raster == nil ? "attachment" : "inline", name: file.name),
      .contentSecurityPolicy: Self.policy, .xContentTypeOptions: "nosniff",
      HTTPField.Name("Cross-Origin-Resource-Policy")!: "same-origin",
    ]
  }

  /// The bytes decide together with the declared type: a page that calls itself a picture is no picture.
  private func picture() throws -> Raster? {
    guard file.isPicture else { return nil }
    let head = try blobs.get(file.blob, from: 0, count: min(Int(file.size), Self.headLength))
    guard let raster = Raster(head), raster.contentType == file.contentType else { return nil }
    return raster
  }

  /// Types that phones open with a program of their own; whatever a browser could run is told as unknown.
  private static func isHarmless(_ type: String) -> Bool {
    let isMarkup = ["html", "xml", "svg", "script", "ecma", "multipart", "message"].contains { type.contains($0) }
    let isOffice = type.hasPrefix("application/vnd.openxmlformats") || type.hasPrefix("application/vnd.oasis")
    return isOffice
      || !isMarkup && (type.hasPrefix("audio/") || type.hasPrefix("video/") || type == "application/pdf" || type == "application/zip")
  }

  private func matches(_ header: String?, _ tag: String) -> Bool {
    guard let header else { return false }
    return header.split(separator: ",").contains { piece in
      let candidate = piece.trimmingCharacters(in: .whitespaces)
      return candidate == "*" || candidate == tag || candidate == "W/\(tag)"
    }
  }

  private func body(_ range: Range<Int>, _ status: HTTPResponse.Status, _ headers: HTTPFields) -> Response {
    Response(status: status, headers: headers, body: blobs.body(file.blob, range))
  }
}

extension Blobs {
  private static let pieceLength = 256 << 10

  /// The bytes as an answer that is sent piece by piece.
  package func body(_ blob: String, _ range: Range<Int>) -> ResponseBody {
    ResponseBody(contentLength: range.count) { writer in
      var at = range.lowerBound
      while at < range.upperBound {
        let piece = try get(blob, from: at, count: min(Self.pieceLength, range.upperBound - at))
        try await writer.write(ByteBuffer(bytes: piece))
        at += piece.count
      }
      try await writer.finish(nil)
    }
  }
}
