import Storage
import Web

/// A notice on its way to an employee's mail.
package struct NoticeByMail: Sendable {
  package let notice: Notice
  package let email: String
  package let language: Language
  /// What was written, if the notice is about a message.
  package let text: String?

  /// Which kinds of notice of an event go by mail.
  package static func kinds(of event: Event, in change: Transaction) throws -> [Notice.Kind] {
    try change.db.values("SELECT DISTINCT kind FROM notification WHERE event_id = \(event.id) AND by_mail = 1")
  }

  /// Notices of an event that wait for their mail.
  package static func waiting(of event: Int64, in change: Transaction) throws -> [Int64] {
    try change.db.values("SELECT id FROM notification WHERE event_id = \(event) AND by_mail = 1 AND mailed_at IS NULL ORDER BY id")
  }

  /// Takes the notice for sending. `nil` when it was sent, when it was read in the desk meanwhile, or when the person may not
  /// see the ticket any more.
  package static func take(_ id: Int64, in change: Transaction) throws -> NoticeByMail? {
    let db = change.db
    guard
      let row = try db.row(
        "SELECT employee_id, ticket_number FROM notification WHERE id = \(id) AND by_mail = 1 AND mailed_at IS NULL AND read_at IS NULL\(db.lock)"
      ),
      let agent = try Agent.find(row["employee_id"], in: db),
      let notice = try db.row("\(Notice.selection) WHERE n.id = \(id)").map(Notice.init)
    else { return nil }
    try db.run("UPDATE notification SET mailed_at = \(change.now) WHERE id = \(id)")
    guard try agent.sees(notice.ticket, in: db) else { return nil }
    guard try !notice.kind.isInternal || agent.seesNotes(of: notice.ticket, in: db) else { return nil }
    let message = notice.facts["message"].flatMap(Int64.init)
    let text: String? = try message.flatMap { try db.value("SELECT text FROM message WHERE id = \($0)") }
    return NoticeByMail(
      notice: notice, email: agent.email, language: agent.preferences.language, text: notice.kind == .alarmed ? nil : text)
  }
}

extension Agent {
  fileprivate func sees(_ ticket: Int64, in db: any Database) throws -> Bool {
    try db.exists("SELECT 1 FROM ticket t WHERE t.number = \(ticket) AND \(ticketScope(for: .viewTickets))")
  }
}

/// Notices in words.
package struct NoticeWords {
  let t: Words
  package init(_ t: Words) { self.t = t }

  /// One sentence: what happened.
  package func sentence(_ notice: Notice) -> String {
    let who = notice.who ?? t("product.name")
    switch notice.kind {
    case .opened: return t("notify.opened", ["who": who])
    case .assigned: return t("notify.assigned", ["who": who])
    case .clientWrote: return t("notify.clientWrote", ["who": who])
    case .noted: return t("notify.noted", ["who": who])
    case .replied: return t("notify.replied", ["who": who])
    case .alarmed: return alarm(notice)
    // words: notify.attention.unanswered notify.attention.untouched
    case .attention: return t("notify.attention.\(notice.facts["what"] ?? "untouched")")
    case .takenUpAgain: return t("notify.takenUpAgain")
    case .mailFailed: return t("notify.mailFailed", ["to": notice.facts["to"] ?? notice.facts["address"] ?? ""])
    }
  }

  private func alarm(_ notice: Notice) -> String {
    guard let percent = notice.facts["percent"] else { return t("notify.alarmedAfter") }
    return percent == "100" ? t("notify.alarmedLate") : t("notify.alarmed", ["percent": percent])
  }

  static func icon(_ kind: Notice.Kind) -> String {
    switch kind {
    case .opened: "inbox"
    case .assigned: "user-check"
    case .clientWrote: "mail"
    case .replied: "reply"
    case .noted: "message-square-lock"
    case .alarmed: "clock-alert"
    case .attention: "hourglass"
    case .takenUpAgain: "undo-2"
    case .mailFailed: "mail-x"
    }
  }
}
