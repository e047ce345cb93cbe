import Foundation

/// A real SMTP server (aiosmtpd, Debian's `python3-aiosmtpd`) that answers as it is told and shows what it got.
package final class SMTPSink: @unchecked Sendable {
  package enum Mode: String, Sendable {
    case plain
    case starttls
    case tls
  }

  /// Replies such as `451 4.2.1 Later` in place of the usual ones; `drop` breaks the connection.
  package struct Script: Encodable, Sendable {
    package var mail: String?
    /// By address; `*` for all others.
    package var recipients: [String: String] = [:]
    /// After the message. `2 drop` takes the message and breaks the connection.
    package var data: String?
    /// To every login.
    package var auth: String?
    package var users: [String: String] = [:]
    package var tokens: [String: String] = [:]
    package var limit: Int?

    package init() {}
  }

  package struct Message: Decodable, Sendable {
    package var sender: String?
    package var recipients: [String]
    package var options: [String]
    package var data: Data
    package var isEncrypted: Bool
    /// Of the connection that it came over.
    package var port: Int
  }

  package let port: Int
  package let folder: URL
  private let process: Child

  package var certificate: String { folder.appending(path: "cert.pem").path() }

  package static func start(_ mode: Mode = .plain, requiresLogin: Bool = false, script: Script = Script()) throws -> SMTPSink {
    try SMTPSink(mode, requiresLogin, script)
  }

  private init(_ mode: Mode, _ requiresLogin: Bool, _ script: Script) throws {
    folder = try LocalPeer.folder("sink")
    port = try LocalPeer.freePort()
    if mode != .plain { try LocalPeer.certificate(in: folder) }
    try Self.play(script, in: folder)
    let program = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "smtp_sink.py")
    let log = folder.appending(path: "log")
    let arguments = [program.path(), String(port), folder.path(), mode.rawValue, requiresLogin ? "yes" : "none"]
    process = try Child("/usr/bin/python3", arguments, output: log.path())
    let process = process
    do {
      try LocalPeer.waitForPort(port) { process.isRunning }
    } catch {
      throw PeerFailure.didNotStart("python3-aiosmtpd: " + (try String(contentsOf: log, encoding: .utf8)))
    }
  }

  /// From the next command on.
  package func play(_ script: Script) throws { try Self.play(script, in: folder) }

  private static func play(_ script: Script, in folder: URL) throws {
    try JSONEncoder().encode(script).write(to: folder.appending(path: "script.json"), options: .atomic)
  }

  package func messages() throws -> [Message] {
    let file = folder.appending(path: "messages.jsonl")
    guard FileManager.default.fileExists(atPath: file.path()) else { return [] }
    return try Data(contentsOf: file).split(separator: 10).map { try JSONDecoder().decode(Message.self, from: $0) }
  }

  package func stop() {
    process.stop()
    // Left-overs in /tmp harm nobody.
    try? FileManager.default.removeItem(at: folder)
  }

  deinit { if process.isRunning { stop() } }
}
