import Foundation

/// A provider's token endpoint on this machine that answers as it is told.
package final class TokenServer: @unchecked Sendable {
  package struct Answer: Encodable, Sendable {
    package struct Body: Encodable, Sendable {
      package var accessToken: String
      package var expiresIn = 3600
      package var refreshToken: String?
    }
    package var status = 200
    package var body: Body

    package init(_ token: String, next: String? = nil) { body = Body(accessToken: token, refreshToken: next) }
  }

  package let url: String
  private let folder: URL
  private let process: Child

  /// By refresh token; any other is refused.
  package init(_ answers: [String: Answer]) throws {
    folder = try LocalPeer.folder("tokens")
    let port = try LocalPeer.freePort()
    url = "http://127.0.0.1:\(port)/token"
    let program = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "token_server.py")
    try Self.play(answers, in: folder)
    process = try Child("/usr/bin/python3", [program.path(), String(port), folder.path()], output: folder.appending(path: "log").path())
    let process = process
    try LocalPeer.waitForPort(port) { process.isRunning }
  }

  /// From the next question on.
  package func play(_ answers: [String: Answer]) throws { try Self.play(answers, in: folder) }

  private static func play(_ answers: [String: Answer], in folder: URL) throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    try encoder.encode(answers).write(to: folder.appending(path: "script.json"), options: .atomic)
  }

  /// The forms that were sent.
  package func asked() throws -> [[String: String]] {
    let file = folder.appending(path: "asked.jsonl")
    guard FileManager.default.fileExists(atPath: file.path()) else { return [] }
    return try Data(contentsOf: file).split(separator: 10).map { try JSONDecoder().decode([String: String].self, from: $0) }
  }

  deinit {
    process.stop()
    // Left-overs in /tmp harm nobody.
    try? FileManager.default.removeItem(at: folder)
  }
}
