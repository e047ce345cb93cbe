import Desk
import Mail

/// One connection for each mailbox, kept between messages, and a rest for servers that just failed: without it every waiting
/// message would find out for itself, and keep a worker from other jobs while it does.
actor Outboxes {
  private struct Outbox {
    let rev: Int64
    /// A token is another one every hour.
    let login: MailServer.Login
    let client: SMTPClient
    var restsUntil: Instant?
  }

  private var outboxes: [Int64: Outbox] = [:]
  static let rest: Int64 = 60
  /// Long enough for a slow server; workers wait meanwhile.
  static let patience = 20

  func client(of mailbox: Mailbox, server: MailServer) -> SMTPClient {
    if let known = outboxes[mailbox.id], known.rev == mailbox.rev, known.login == server.login { return known.client }
    var server = server
    server.connectTimeout = Self.patience
    let client = SMTPClient(server, name: EmailAddress.domain(of: mailbox.address) ?? "localhost")
    outboxes[mailbox.id] = Outbox(rev: mailbox.rev, login: server.login, client: client)
    return client
  }

  func fail(_ mailbox: Mailbox, now: Instant) {
    guard outboxes[mailbox.id]?.rev == mailbox.rev else { return }
    outboxes[mailbox.id]?.restsUntil = now + .seconds(Self.rest)
  }

  /// Settings that were changed are tried at once.
  func rest(of mailbox: Mailbox, now: Instant) -> Instant? {
    guard let known = outboxes[mailbox.id], known.rev == mailbox.rev, let until = known.restsUntil, now < until else { return nil }
    return until
  }
}
