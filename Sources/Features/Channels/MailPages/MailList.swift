import Desk
import Storage

/// One page of the messages that came in, newest first.
struct MailList: Sendable {
  enum Tab: String, Sendable, CaseIterable {
    case all, tickets, quarantine, ignored, bounces, queue, failed, sent

    /// Of what came in; `nil` shows what went out.
    var outcomes: [String]? {
      switch self {
      case .all: []
      case .tickets: ["ticket", "followUp"]
      case .quarantine: ["quarantined"]
      case .ignored: ["ignored", "refused"]
      case .bounces: ["bounce"]
      case .queue, .failed, .sent: nil
      }
    }

    var states: [String] {
      switch self {
      case .queue: ["queued"]
      case .failed: ["failed", "bounced"]
      default: ["sent"]
      }
    }
  }

  struct Line: Sendable {
    let id: Int64
    let who: String
    let address: String
    let subject: String
    /// Outcome of what came in, state of what goes out.
    let state: String
    let reason: String?
    let detail: [String: String]
    let ticket: Int64?
    let at: Instant
  }

  static let length = 50
  /// Nobody counts further, and counting costs.
  static let mostCounted: Int64 = 1000
  static let shortestSearch = 3

  let tab: Tab
  let query: String
  let lines: [Line]
  let next: Int64?
  let counts: [Tab: Int64]
}

extension Agent {
  /// Messages of tickets that this agent does not see are not there. What became of no ticket is seen by all who may view mail.
  /// Over `mail m`. A mail that became a note is a note.
  var incomingScope: SQL {
    let isNoNote: SQL = "NOT EXISTS (SELECT 1 FROM message g WHERE g.mail_id = m.id AND g.kind = 'note')"
    return "\(mailScope("m.ticket_number")) AND \(notesScope(isNoNote, "m.ticket_number"))"
  }

  /// Over `mail_out o`.
  var outgoingScope: SQL {
    "\(mailScope("o.ticket_number")) AND \(notesScope("o.purpose <> 'internalNotification'", "o.ticket_number"))"
  }

  private func mailScope(_ ticketColumn: SQL) -> SQL {
    guard rights[.viewTickets] != .all else { return "1 = 1" }
    return """
      (\(ticketColumn) IS NULL OR EXISTS (SELECT 1 FROM ticket t WHERE t.number = \(ticketColumn) AND \(ticketScope(for: .viewTickets))))
      """
  }

  private func notesScope(_ isNoNote: SQL, _ ticketColumn: SQL) -> SQL {
    guard rights[.viewNotes] != .all else { return "1 = 1" }
    return """
      (\(isNoNote) OR EXISTS (SELECT 1 FROM ticket t WHERE t.number = \(ticketColumn) AND \(ticketScope(for: .viewNotes))))
      """
  }

  func mailList(_ tab: MailList.Tab, query: String, before: Int64, in db: any Database) throws -> MailList {
    try require(.viewMail)
    let lines: [MailList.Line]
    if let outcomes = tab.outcomes {
      // One walk along the index for each outcome: together they would be sorted whole.
      let kinds: [SQL] = outcomes.isEmpty ? ["1 = 1"] : outcomes.map { "m.outcome = \($0)" }
      lines = try kinds.flatMap { try incoming($0, query, before, in: db) }
    } else {
      lines = try tab.states.flatMap { try outgoing($0, before, in: db) }
    }
    let newest = lines.sorted { $0.id > $1.id }
    let next = newest.count > MailList.length ? newest[MailList.length - 1].id : nil
    return MailList(
      tab: tab, query: query, lines: Array(newest.prefix(MailList.length)), next: next, counts: try mailCounts(in: db))
  }

  private func incoming(_ outcome: SQL, _ query: String, _ before: Int64, in db: any Database) throws -> [MailList.Line] {
    try db.rows(
      """
      SELECT m.id, m.from_name, m.from_email, m.subject, m.outcome, m.reason, m.detail, m.ticket_number, m.received_at FROM mail m
      WHERE m.id < \(before) AND \(outcome) AND \(search(query)) AND \(incomingScope)
      ORDER BY m.id DESC LIMIT \(MailList.length + 1)
      """
    ).map {
      MailList.Line(
        id: try $0[0], who: try $0[1], address: try $0[2], subject: try $0[3], state: try $0[4], reason: try $0[5],
        detail: try MailDetail.decoded($0[6]), ticket: try $0[7], at: try $0[8])
    }
  }

  /// The beginning of an address or of a subject.
  private func search(_ query: String) -> SQL {
    guard query.count >= MailList.shortestSearch else { return "1 = 1" }
    let (sender, subject) = (EmailAddress.normalized(query), MailText.subjectKey(query))
    // "\u{10FFFF}" sorts after everything that can stand in either.
    let last = "\u{10FFFF}"
    return """
      m.id IN (SELECT id FROM mail WHERE from_email >= \(sender) AND from_email < \(sender + last)
        UNION SELECT id FROM mail WHERE subject_key >= \(subject) AND subject_key < \(subject + last))
      """
  }

  private func outgoing(_ state: String, _ before: Int64, in db: any Database) throws -> [MailList.Line] {
    try db.rows(
      """
      SELECT o.id, o.recipients, o.subject, o.state, o.note, o.ticket_number, o.created_at FROM mail_out o
      WHERE o.id < \(before) AND o.state = \(state) AND \(outgoingScope) ORDER BY o.id DESC LIMIT \(MailList.length + 1)
      """
    ).map {
      let recipients = try MailRecipients.decoded($0[1])
      return MailList.Line(
        id: try $0[0], who: "", address: recipients.joined(separator: ", "), subject: try $0[2], state: try $0[3], reason: try $0[4],
        detail: [:],
        ticket: try $0[5], at: try $0[6])
    }
  }

  /// Totals would tell somebody with a narrower view of others' mail.
  private func mailCounts(in db: any Database) throws -> [MailList.Tab: Int64] {
    guard rights[.viewTickets] == .all, rights[.viewNotes] == .all else { return [:] }
    var counts: [MailList.Tab: Int64] = [:]
    for tab in MailList.Tab.allCases where tab != .sent {
      if let outcomes = tab.outcomes {
        let condition: SQL = outcomes.isEmpty ? "1 = 1" : "outcome IN (\(list: outcomes))"
        counts[tab] = try db.value("SELECT count(*) FROM (SELECT 1 FROM mail WHERE \(condition) LIMIT \(MailList.mostCounted)) AS counted")
      } else {
        counts[tab] = try db.value(
          "SELECT count(*) FROM (SELECT 1 FROM mail_out WHERE state IN (\(list: tab.states)) LIMIT \(MailList.mostCounted)) AS counted")
      }
    }
    return counts
  }
}
