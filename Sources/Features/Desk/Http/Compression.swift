import HTTPTypes
import Hummingbird
import Web

/// Pages go to browsers compressed: a list is mostly the same markup fifty times over. Cookies of a session are not sent along with
/// requests that another site makes, so nobody outside can learn a page's secrets from its compressed size.
enum Compression {
  /// Smaller answers gain nothing.
  private static let least = 1_000
  /// The quick end of zlib: the next levels cost twice the time for a tenth of the size.
  private static let level: Int32 = 2

  static func apply(to response: inout Response, for request: Request) async throws {
    guard request.method != .head, response.headers[.contentType]?.hasPrefix("text/html") ?? false,
      response.headers[.contentEncoding] == nil, let length = response.body.contentLength, length >= least,
      request.headers[.acceptEncoding]?.contains("gzip") ?? false
    else { return }
    let whole = Whole()
    try await response.body.write(WholeWriter(whole: whole))
    guard let small = Gzip.compressed(whole.bytes.readableBytesView, level: level) else { return }
    response.body = .init(byteBuffer: ByteBuffer(bytes: small))
    response.headers[.contentEncoding] = "gzip"
    response.headers[.vary] = [response.headers[.vary], "Accept-Encoding"].compactMap { $0 }.joined(separator: ", ")
    response.headers[.contentLength] = String(small.count)
  }

  /// Written by one task, read after it.
  private final class Whole: @unchecked Sendable {
    var bytes = ByteBuffer()
  }

  private struct WholeWriter: ResponseBodyWriter {
    let whole: Whole
    mutating func write(_ buffer: ByteBuffer) async throws { whole.bytes.writeImmutableBuffer(buffer) }
    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
  }
}
