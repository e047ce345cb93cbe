import Foundation

/// `otklik serve` on a free port.
final class Server {
  let process: Process
  let port: Int
  /// Where mail is received, when that was asked for.
  let smtpPort: Int?
  let lmtpPort: Int?
  private let output: FileHandle

  /// Waits until the program says that it is ready.
  init(data: String, _ arguments: String..., environment: [String: String] = [:], errors: String? = nil) throws {
    process = Program.process(["serve", "--data", data, "--listen", "127.0.0.1:0"] + arguments, environment)
    let pipe = Pipe()
    process.standardOutput = pipe
    if let errors, !errors.hasPrefix("/dev/") { _ = FileManager.default.createFile(atPath: errors, contents: nil) }
    process.standardError = errors.flatMap { FileHandle(forWritingAtPath: $0) } ?? FileHandle.nullDevice
    try process.run()
    output = pipe.fileHandleForReading
    var said = ""
    let sentences =
      ["listens on"] + (arguments.contains("--smtp") ? ["received on"] : []) + (arguments.contains("--lmtp") ? ["by LMTP on"] : [])
    while !sentences.allSatisfy(said.contains) || !said.hasSuffix("\n") {
      let more = output.availableData
      guard !more.isEmpty else { throw Unexpected(text: "the server ended: \(said)") }
      said += String(decoding: more, as: UTF8.self)
    }
    guard let match = said.firstMatch(of: /listens on http:\/\/127\.0\.0\.1:(\d+)/), let port = Int(match.1) else {
      throw Unexpected(text: said)
    }
    self.port = port
    lmtpPort = said.firstMatch(of: /by LMTP on 127\.0\.0\.1:(\d+)/).flatMap { Int($0.1) }
    smtpPort = said.firstMatch(of: /received on 127\.0\.0\.1:(\d+)/).flatMap { Int($0.1) }
  }

  /// A plain request; the whole answer as text.
  func get(_ path: String, headers: [String] = []) throws -> String {
    let wire = try TCP(port: port)
    let lines = ["GET \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close"] + headers
    try wire.send(lines.joined(separator: "\r\n") + "\r\n\r\n")
    return wire.readAll()
  }

  func kill() {
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  @discardableResult func stop() -> Int32 {
    process.terminate()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
