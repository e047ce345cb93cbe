import Desk
import Foundation
import Hummingbird
import Logging
import NIOEmbedded
import Web

/// What came back for a request.
package struct Answer: Sendable {
  package let status: Int
  package let headers: HTTPFields
  package let bytes: [UInt8]
  package var text: String { String(decoding: bytes, as: UTF8.self) }
  package var location: String? { headers[.location] }
  package func header(_ name: String) -> String? { headers[HTTPField.Name(name)!] }
  package func json() throws -> [String: Any] { try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] ?? [:] }
}

/// Hands requests to the program's own responder, without a socket.
struct Exchange: Sendable {
  let responder: any HTTPResponder<DeskContext>

  func send(_ method: HTTPRequest.Method, _ path: String, headers: HTTPFields, body: [UInt8]) async throws -> Answer {
    let head = HTTPRequest(method: method, scheme: "http", authority: "desk.test", path: path, headerFields: headers)
    let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
    let source = ApplicationRequestContextSource(
      channel: EmbeddedChannel(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let response = try await responder.respond(to: request, context: DeskContext(source: source))
    let collector = Collector()
    try await response.body.write(CollectingWriter(collector: collector))
    return Answer(status: response.status.code, headers: response.headers, bytes: collector.bytes)
  }
}

/// One task writes the body, then the test reads it.
private final class Collector: @unchecked Sendable {
  var bytes: [UInt8] = []
}

private struct CollectingWriter: ResponseBodyWriter {
  let collector: Collector
  mutating func write(_ buffer: ByteBuffer) async throws { collector.bytes += [UInt8](buffer.readableBytesView) }
  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
