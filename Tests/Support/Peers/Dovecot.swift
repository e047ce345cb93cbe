import Foundation

/// A real IMAP server on this machine with users and folders of its own. Needs Debian's `dovecot-imapd`; runs as whoever runs the tests.
package final class Dovecot: @unchecked Sendable {
  /// Plain IMAP that offers STARTTLS.
  package let port: Int
  /// IMAP within TLS.
  package let tlsPort: Int
  package let folder: URL
  private let process: Child

  /// The certificate to trust; its name is `localhost`.
  package var certificate: String { folder.appending(path: "cert.pem").path() }

  /// Users and their passwords.
  package static func start(users: [String: String]) throws -> Dovecot { try Dovecot(users: users) }

  private init(users: [String: String]) throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/sbin/dovecot") else { throw PeerFailure.notInstalled("dovecot-imapd") }
    folder = try LocalPeer.folder("dovecot")
    port = try LocalPeer.freePort()
    tlsPort = try LocalPeer.freePort()
    try LocalPeer.certificate(in: folder)
    let names = users.map { "\($0.key):{PLAIN}\($0.value)" }.joined(separator: "\n") + "\n"
    try Data(names.utf8).write(to: folder.appending(path: "users"))
    let user = try LocalPeer.run("/usr/bin/id", ["-un"]).trimmingCharacters(in: .whitespacesAndNewlines)
    let group = try LocalPeer.run("/usr/bin/id", ["-gn"]).trimmingCharacters(in: .whitespacesAndNewlines)
    let settings = Self.configuration(folder: folder.path(), port: port, tlsPort: tlsPort, user: user, group: group)
    try Data(settings.utf8).write(to: folder.appending(path: "dovecot.conf"))
    process = try Child("/usr/sbin/dovecot", ["-F", "-c", folder.appending(path: "dovecot.conf").path()])
    let process = process
    do {
      try LocalPeer.waitForPort(port) { process.isRunning }
      try LocalPeer.waitForPort(tlsPort) { process.isRunning }
    } catch {
      let log = try String(contentsOf: folder.appending(path: "log"), encoding: .utf8)
      throw PeerFailure.didNotStart("\(error): \(log)")
    }
  }

  package func stop() {
    process.stop()
    // Left-overs in /tmp harm nobody.
    try? FileManager.default.removeItem(at: folder)
  }

  deinit { if process.isRunning { stop() } }

  /// Puts a message into a folder, which is made if it is not there.
  package func append(_ message: [UInt8], to name: String = "INBOX", of user: String) throws {
    if name != "INBOX", try !folders(of: user).contains(name) { try control(["mailbox", "create", "-u", user, name]) }
    try control(["save", "-u", user, "-m", name], input: Data(message))
  }

  /// UID and flags of the messages of a folder.
  package func messages(in name: String = "INBOX", of user: String) throws -> [(uid: UInt32, flags: Set<String>)] {
    let lines = try control(["-f", "tab", "fetch", "-u", user, "uid flags", "mailbox", name]).split(separator: "\n").dropFirst()
    return lines.compactMap { line in
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
      return parts.first.flatMap { UInt32($0) }.map { ($0, Set((parts.count > 1 ? parts[1] : "").split(separator: " ").map(String.init))) }
    }
  }

  package func folders(of user: String) throws -> [String] {
    try control(["mailbox", "list", "-u", user]).split(separator: "\n").map(String.init)
  }

  package func create(_ name: String, of user: String) throws { try control(["mailbox", "create", "-u", user, name]) }

  package func delete(_ name: String, of user: String) throws { try control(["mailbox", "delete", "-u", user, name]) }

  @discardableResult
  private func control(_ arguments: [String], input: Data? = nil) throws -> String {
    try LocalPeer.run("/usr/bin/doveadm", ["-c", folder.appending(path: "dovecot.conf").path()] + arguments, input: input)
  }

  private static func configuration(folder: String, port: Int, tlsPort: Int, user: String, group: String) -> String {
    """
    base_dir = \(folder)/run
    state_dir = \(folder)/state
    log_path = \(folder)/log
    protocols = imap
    listen = 127.0.0.1
    default_internal_user = \(user)
    default_internal_group = \(group)
    default_login_user = \(user)
    ssl = yes
    ssl_cert = <\(folder)/cert.pem
    ssl_key = <\(folder)/key.pem
    disable_plaintext_auth = no
    auth_mechanisms = plain login
    auth_failure_delay = 0
    first_valid_uid = 0
    mail_uid = \(user)
    mail_gid = \(group)
    mail_location = maildir:\(folder)/mail/%u
    mailbox_list_index = no
    imap_idle_notify_interval = 1s
    mail_max_userip_connections = 100
    passdb {
      driver = passwd-file
      args = scheme=PLAIN \(folder)/users
    }
    userdb {
      driver = static
      args = uid=\(user) gid=\(group) home=\(folder)/home/%u
    }
    namespace inbox {
      inbox = yes
    }
    service anvil {
      chroot =
    }
    service imap-login {
      chroot =
      inet_listener imap {
        port = \(port)
      }
      inet_listener imaps {
        port = \(tlsPort)
      }
    }
    service stats {
      chroot =
    }

    """
  }
}
