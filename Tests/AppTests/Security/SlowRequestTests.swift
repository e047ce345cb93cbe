import Foundation
import Testing

@testable import App

/// Whoever drips octets gets a limited time; whoever is only slow gets through.
@Suite struct SlowRequestTests {
  private static func serve(rate: Int) throws -> Server {
    try Server(data: try Program.desk(), "--request-patience", "1", "--request-rate", "\(rate)")
  }

  /// Sends piece after piece, a tenth of a second apart, until the server has had enough. Returns what it said in the end.
  private static func drip(_ head: String, _ piece: String, to server: Server) throws -> String? {
    let wire = try TCP(port: server.port)
    try wire.send(head)
    for _ in 0..<100 {
      if wire.hears(within: 100) { return wire.readAll() }
      try wire.send(piece)
    }
    return nil
  }

  @Test func aBodyThatDripsIsEnded() throws {
    let server = try Self.serve(rate: 500)
    defer { server.kill() }
    let head = "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n"
    let answer = try #require(try Self.drip(head, "a", to: server), "it dripped for ten seconds")
    #expect(answer.hasPrefix("HTTP/1.1 408 "), "\(answer)")
    #expect(try server.get("/healthz").contains("200 OK"))
  }

  @Test func aHeaderThatDripsIsEnded() throws {
    let server = try Self.serve(rate: 500)
    defer { server.kill() }
    let answer = try #require(try Self.drip("GET /sign-in HTTP/1.1\r\nHost: x\r\nX-Slow: ", "a", to: server), "it dripped for ten seconds")
    #expect(answer.isEmpty, "\(answer)")
  }

  /// Three seconds at three times the rate: longer than patience, and through.
  @Test func aSlowUploadGetsThrough() throws {
    let server = try Self.serve(rate: 500)
    defer { server.kill() }
    let wire = try TCP(port: server.port)
    let piece = "email=" + String(repeating: "a", count: 144)
    try wire.send(
      "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: \(30 * 150)\r\n\r\n")
    for _ in 0..<30 {
      try #require(!wire.hears(within: 100))
      try wire.send(piece)
    }
    #expect(try wire.readLine().hasPrefix("HTTP/1.1 422 "))
  }
}
