import Desk
import DeskTesting
import Storage
import WorkTime

/// The ticket of the cast through its life.
extension TestDesk {
  static let body = MessageBody(source: "<p>Тушим</p>", html: "<p>Тушим</p>", text: "Тушим")

  func ticket(_ number: Int64? = nil) async throws -> Ticket {
    let (agent, number) = (try await agent(cast.boss), number ?? cast.printerOnFire)
    return try await world.read { try agent.ticket(number, in: $0) }
  }

  func change(_ body: @escaping @Sendable (inout Ticket, Transaction) throws -> Void) async throws {
    let number = cast.printerOnFire
    try await world.write { change in
      guard var ticket = try Ticket.forDesk(number, in: change) else { throw Refusal.notFound }
      try body(&ticket, change)
    }
  }

  /// Anna answers; the answer goes out after the ten seconds in which it can be taken back.
  func reply() async throws {
    let anna = try await agent(cast.anna)
    try await change { _ = try $0.reply(Self.body, to: [], by: anna, lastSeen: nil, in: $1) }
  }

  func clientWrites() async throws {
    let author = MessageAuthor(actor: .contact(cast.olga), name: "Ольга Ромашкина", email: "olga@romashka.example")
    try await change { _ = try $0.receive(Self.body, by: author, channel: .mail, in: $1) }
  }

  func setPriority(_ key: String) async throws {
    try await change { ticket, change in
      var edit = Ticket.Edit()
      edit.priorityID = try change.db.value("SELECT id FROM priority WHERE key = \(key)")
      try ticket.edit(edit, by: .desk, in: change)
    }
  }

  func due(_ target: TargetKind, of number: Int64? = nil) async throws -> Instant? {
    let number = number ?? cast.printerOnFire
    let rows = try await world.read { db in
      try db.rows(
        "SELECT due_at FROM sla_clock WHERE ticket_number = \(number) AND target = \(target.rawValue) ORDER BY round DESC LIMIT 1")
    }
    return try rows.first.flatMap { try $0[0] as Instant? }
  }

  func state(_ target: TargetKind) async throws -> String? {
    try await world.read { db in
      try db.value("SELECT state FROM sla_clock WHERE target = \(target.rawValue) ORDER BY round DESC LIMIT 1")
    }
  }

  func eventKinds() async throws -> [String] {
    try await world.read { try $0.values("SELECT kind FROM event WHERE subject_kind = 'ticket' ORDER BY id") }
  }

  func events(_ kind: Event.Kind) async throws -> [Event] {
    let (agent, number) = (try await agent(cast.boss), cast.printerOnFire)
    let all = try await world.read { db in try agent.history(of: agent.ticket(number, in: db), limit: 500, in: db) }
    return all.reversed().filter { $0.kind == kind }
  }

  /// `firstResponse 50`, `firstResponse 80 late`.
  func alarms() async throws -> [String] {
    try await events(Event.Kind("sla.alarmed")).map { event in
      [event.facts["target"], event.facts["percent"], event.facts["late"].map { _ in "late" }].compactMap { $0 }.joined(separator: " ")
    }
  }

  func attention() async throws -> [String] {
    try await events(Event.Kind("sla.needsAttention")).compactMap { $0.facts["what"] }
  }

  /// Field, before, after, reason.
  func recounts() async throws -> [[String]] {
    try await events(Event.Kind("sla.recounted")).flatMap { event in
      event.changes.map { [$0.field, $0.before ?? "", $0.after ?? "", event.facts["reason"] ?? ""] }
    }
  }
}
