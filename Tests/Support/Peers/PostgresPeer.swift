import Foundation
import Glibc

/// A PostgreSQL of a test's own, which it may stop and start. Keeps what was committed whatever happens.
package final class PostgresPeer: @unchecked Sendable {
  /// Of the database `postgres`, which is empty.
  package let url: String
  private let folder: URL
  private let port: Int
  private let programs: String

  package init() throws {
    programs = ProcessInfo.processInfo.environment["OTKLIK_POSTGRES"] ?? "/usr/lib/postgresql/15/bin"
    folder = try LocalPeer.folder("postgres-peer")
    port = try LocalPeer.freePort()
    url = "postgresql://postgres@127.0.0.1:\(port)/postgres"
    if getuid() == 0 { try LocalPeer.run("/usr/bin/chown", ["postgres", folder.path()]) }
    try run("initdb", ["-D", data, "-A", "trust", "-U", "postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"])
    try start()
  }

  private var data: String { folder.appending(path: "data").path() }

  package func start() throws {
    let options = "-p \(port) -c listen_addresses=127.0.0.1 -k \(folder.path())"
    try run("pg_ctl", ["-D", data, "-l", folder.appending(path: "log").path(), "-w", "-o", options, "start"])
  }

  /// At once: every connection breaks, what was not committed is gone.
  package func stop() throws { try run("pg_ctl", ["-D", data, "-m", "immediate", "-w", "stop"]) }

  /// PostgreSQL refuses to run as root.
  private func run(_ program: String, _ arguments: [String]) throws {
    let path = "\(programs)/\(program)"
    if getuid() == 0 {
      try LocalPeer.run("/usr/sbin/runuser", ["-u", "postgres", "--", path] + arguments)
    } else {
      try LocalPeer.run(path, arguments)
    }
  }

  deinit {
    // It may have been stopped by the test.
    try? stop()
    // Left-overs in /tmp harm nobody.
    try? FileManager.default.removeItem(at: folder)
  }
}
