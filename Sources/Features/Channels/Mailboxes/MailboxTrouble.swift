import Desk
import Storage
import Web

/// A mailbox that has not been read, or could not send, for longer than a moment.
struct MailboxTrouble: Sendable {
  let id: Int64
  let address: String
  let isIncoming: Bool
  let since: Instant
  let error: String

  /// A server that restarts is no trouble yet. A mailbox that is well is looked into far more often than this, so one whose last
  /// look is older is stuck, even if nothing failed.
  static let patience: Int64 = 10 * 60

  static func all(of mailboxes: [Mailbox], now: Instant) -> [MailboxTrouble] {
    mailboxes.filter(\.isActive).flatMap { mailbox in
      let found = [
        mailbox.imap == nil ? nil : (mailbox.failingSince ?? mailbox.checkedAt).map { (true, $0, mailbox.lastError ?? "") },
        mailbox.smtp == nil ? nil : mailbox.sendingFailsSince.map { (false, $0, mailbox.sendingError ?? "") },
      ]
      return found.compactMap { $0 }.filter { now >= $0.1 + .seconds(patience) }.map {
        MailboxTrouble(id: mailbox.id, address: mailbox.address, isIncoming: $0.0, since: $0.1, error: $0.2)
      }
    }
  }

  func banner(_ frame: Frame) -> HTML {
    let t = frame.t
    let key = isIncoming ? "mailbox.notRead" : "mailbox.notSending"
    let note = DeliveryNote(error)
    let mend: HTML =
      frame.agent?.may(.changeSettings) ?? false ? "<a class=\"button\" href=\"/settings/mailboxes/\(id)\">\(t("mailbox.mend"))</a>" : ""
    return """
      <div class="banner banner-late" role="alert">\(frame.icon("mail-warning"))<span class="banner-text">\
      <b>\(t(key, ["address": address, "since": frame.clock.short(since)]))</b> \(note.sentence(t))</span>\(mend)</div>
      """
  }
}

/// Said where mail is shown while no mailbox works: none is there yet, or all of them rest.
struct MailboxBanner {
  let mailboxes: [Mailbox]

  func html(_ frame: Frame) -> HTML {
    if mailboxes.contains(where: \.isActive) { return .empty }
    let t = frame.t
    guard let paused = mailboxes.first(where: { $0.archivedAt == nil }) else {
      return banner(t("mailbox.none"), t("mailbox.noneAdvice"), "/settings/mailboxes/new", t("mailbox.connect"), frame)
    }
    let address = ["address": paused.address]
    if paused.isExample {
      return banner(t("mailbox.example", address), t("mailbox.exampleAdvice"), "/settings/mailboxes/new", t("mailbox.connectOwn"), frame)
    }
    let path = "/settings/mailboxes/\(paused.id)"
    return banner(t("mailbox.paused", address), t("mailbox.pausedAdvice"), path, t("mailbox.toMailbox"), frame)
  }

  private func banner(_ title: String, _ advice: String, _ path: String, _ label: String, _ frame: Frame) -> HTML {
    let button: HTML = frame.agent?.may(.changeSettings) ?? false ? "<a class=\"button\" href=\"\(path)\">\(label)</a>" : ""
    return """
      <div class="banner banner-soon">\(frame.icon("mail-warning"))<span class="banner-text"><b>\(title)</b> \(advice)</span>\(button)</div>
      """
  }
}

/// What `/readyz`, `/metrics`, `otklik doctor` and the administrators' banner tell of mail.
enum MailHealth {
  static func reports(_ db: any Database, now: Instant) throws -> [HealthReport] {
    let all = try Mailbox.all(in: db)
    let active = all.filter(\.isActive)
    let trouble = MailboxTrouble.all(of: active, now: now)
    return [
      connected(active, isAnyPaused: all.contains { !$0.isActive && $0.archivedAt == nil }), side(trouble.filter(\.isIncoming), "mail.in"),
      side(trouble.filter { !$0.isIncoming }, "mail.out"),
      try queue(db, now),
    ]
  }

  private static func connected(_ active: [Mailbox], isAnyPaused: Bool) -> HealthReport {
    HealthReport(
      "mailboxes", isWell: !active.isEmpty, key: isAnyPaused ? "mailbox.allPaused" : "mailbox.none",
      path: isAnyPaused ? "/settings/mailboxes" : "/settings/mailboxes/new", isUrgent: false, gauge: Double(active.count))
  }

  // words: mail.health.*
  private static func side(_ trouble: [MailboxTrouble], _ name: String) -> HealthReport {
    let worst = trouble.min { $0.since < $1.since }
    return HealthReport(
      name, isWell: worst == nil, key: name == "mail.in" ? "mail.health.in" : "mail.health.out",
      values: worst.map { ["address": $0.address] } ?? [:], path: worst.map { "/settings/mailboxes/\($0.id)" },
      gauge: Double(trouble.count))
  }

  /// A reply that has waited for an hour is told, whatever the reason.
  private static func queue(_ db: any Database, _ now: Instant) throws -> HealthReport {
    // Not the first by its number: one that is sent again waits from then on.
    let oldest: Instant? = try db.value("SELECT min(queued_at) FROM mail_out WHERE state = 'queued'") ?? nil
    let age = oldest.map { (now.milliseconds - $0.milliseconds) / 1000 } ?? 0
    return HealthReport("mail.queue", isWell: age < 3600, key: "mail.health.queue", path: "/mail?tab=queue", gauge: Double(age))
  }
}
