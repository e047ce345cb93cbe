import DeskTesting
import Foundation
import Glibc

@testable import Mail

/// A peer that says exactly what it is told to, on a thread of its own.
actor RawPeer {
  private let descriptor: Int32
  private let thread = OwnThread(name: "raw peer")
  private var buffer: [UInt8] = []

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  init(port: Int) throws {
    guard let descriptor = LocalPeer.connect(to: port) else { throw PeerFailure.didNotStart("cannot connect to \(port)") }
    self.descriptor = descriptor
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { _ = Glibc.close(descriptor) }

  func send(_ text: String) { send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL)) }
      if count <= 0 { return }
      sent += count
    }
  }

  /// Says no more, but listens.
  func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// The code of the next reply, its lines taken together; 0 when the connection is closed.
  func code() -> Int { reply()?.code ?? 0 }

  func reply() -> SMTPReply? {
    var lines: [String] = []
    while let line = line() {
      lines.append(String(line.dropFirst(4)))
      if !line.dropFirst(3).hasPrefix("-") { return SMTPReply(code: Int(line.prefix(3)) ?? -1, text: lines.joined(separator: "\n")) }
    }
    return nil
  }

  /// Sends a line and gives the code of the reply.
  func say(_ line: String) -> Int {
    send(line + "\r\n")
    return code()
  }

  /// Greeting, EHLO, MAIL and RCPT.
  func begin(_ recipient: String = "ok@desk.example", hello: String = "EHLO peer.example") -> [Int] {
    [code(), say(hello), say("MAIL FROM:<a@example.org>"), say("RCPT TO:<\(recipient)>")]
  }

  private func line() -> String? {
    while true {
      if let end = buffer.firstIndex(of: 10) {
        let line = String(decoding: buffer[..<end], as: UTF8.self)
        buffer.removeSubrange(...end)
        return line.trimmingCharacters(in: .whitespacesAndNewlines)
      }
      var chunk = [UInt8](repeating: 0, count: 4096)
      let count = recv(descriptor, &chunk, chunk.count, 0)
      if count <= 0 { return nil }
      buffer += chunk[..<count]
    }
  }
}
