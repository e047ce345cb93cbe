import Hummingbird
import Web

/// Pages go over the wire packed: a list is a sixth of its size then.
enum PageCompression {
  /// Below this the wrapping costs more than it saves.
  private static let smallest = 1024
  /// Most of the gain for little of the time.
  private static let level: Int32 = 5

  static func apply(to response: inout Response, for request: Request) async throws {
    guard response.headers[.contentType]?.hasPrefix("text/html") ?? false, response.headers[.contentEncoding] == nil else { return }
    response.headers[.vary] = [response.headers[.vary], "Accept-Encoding"].compactMap { $0 }.joined(separator: ", ")
    guard let length = response.body.contentLength, length >= smallest, isWelcome(request) else { return }
    let page = Collected()
    try await response.body.write(CollectingWriter(page: page))
    guard let packed = Gzip.compressed(page.bytes.readableBytesView, level: level) else {
      response.body = .init(byteBuffer: page.bytes)
      return
    }
    response.headers[.contentEncoding] = "gzip"
    response.headers[.contentLength] = nil
    response.body = .init(byteBuffer: ByteBuffer(bytes: packed))
  }

  /// A stranger's page that makes the browser ask here must not learn a token from the size of the answer.
  private static func isWelcome(_ request: Request) -> Bool {
    guard request.headers[.acceptEncoding]?.contains("gzip") ?? false else { return false }
    return request.headers[HTTPField.Name("Sec-Fetch-Site")!] != "cross-site"
  }
}

/// Written by one task, read when it is done.
private final class Collected: @unchecked Sendable {
  var bytes = ByteBuffer()
}

private struct CollectingWriter: ResponseBodyWriter {
  let page: Collected
  mutating func write(_ buffer: ByteBuffer) async throws { page.bytes.writeImmutableBuffer(buffer) }
  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
