import Foundation
import Glibc

/// What goes wrong with a server that a test starts.
package enum PeerFailure: Error {
  case notInstalled(String)
  case didNotStart(String)
}

/// Sockets and processes on this machine, for tests.
package enum LocalPeer {
  /// A port that nobody uses at this moment.
  package static func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { _ = Glibc.close(descriptor) }
    var address = loopback(0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0 }
    }
    guard isBound else { throw PeerFailure.didNotStart("no free port") }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  /// Tries to connect until somebody listens, for at most 20 seconds.
  package static func waitForPort(_ port: Int, while isAlive: () -> Bool) throws {
    for _ in 0..<2000 where isAlive() {
      if let descriptor = connect(to: port) {
        _ = Glibc.close(descriptor)
        return
      }
      // Nobody tells when a port is opened: this is the pause between two tries.
      usleep(10_000)
    }
    throw PeerFailure.didNotStart("nobody listens on \(port)")
  }

  /// A connected socket, or nil when nobody listens.
  package static func connect(to port: Int) -> Int32? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = loopback(port)
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
    if result == 0 { return descriptor }
    _ = Glibc.close(descriptor)
    return nil
  }

  /// A socket that listens.
  package static func listen(on port: Int) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = loopback(port)
    let isListening = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 && Glibc.listen(descriptor, 16) == 0
      }
    }
    guard isListening else { throw PeerFailure.didNotStart("cannot listen on \(port)") }
    return descriptor
  }

  /// Runs a program to its end and gives what it wrote.
  @discardableResult
  package static func run(_ program: String, _ arguments: [String], input: Data? = nil) throws -> String {
    let folder = try folder("run")
    // Left-overs in /tmp harm nobody.
    defer { try? FileManager.default.removeItem(at: folder) }
    let output = folder.appending(path: "output")
    try Data().write(to: output)
    try (input ?? Data()).write(to: folder.appending(path: "input"))
    let status = try Child(program, arguments, input: folder.appending(path: "input").path(), output: output.path()).wait()
    let text = try String(contentsOf: output, encoding: .utf8)
    guard status == 0 else { throw PeerFailure.didNotStart("\(program) \(arguments): \(text)") }
    return text
  }

  /// A folder that only this test uses.
  package static func folder(_ name: String) throws -> URL {
    let folder = URL(filePath: "/tmp/otklik-\(name)-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// A self-signed certificate for `localhost`, as `cert.pem` and `key.pem`.
  package static func certificate(in folder: URL) throws {
    let key = folder.appending(path: "key.pem").path()
    let certificate = folder.appending(path: "cert.pem").path()
    try run(
      "/usr/bin/openssl",
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
        "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
      ])
  }

  private static func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }
}
