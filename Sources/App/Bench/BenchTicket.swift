import Desk
import WorkTime

/// One ticket with its place on the desk: the life that it leads, and whom it concerns.
struct BenchTicket {
  struct File: Sendable {
    let hash: String
    let name: String
    let size: Int
  }
  struct PastEvent {
    let at: Instant
    let kind: Event.Kind
    let actor: Actor
    var changes = "[]"
    let facts: String
  }

  let number: Int64
  let firstMessage: Int64
  let life: BenchLife
  let client: BenchCast.Client
  let team: Int64
  /// `nil` while nobody has taken it.
  let assignee: BenchCast.Person?
  /// Who answered when nobody has it.
  let helper: BenchCast.Person
  let channel: Channel
  let mailbox: Int64?
  let type: Int64
  let priority: Priority
  let statuses: [StatusCategory: Int64]
  let tags: [Int64]
  let observers: [Int64]
  let file: File?
  let original: File

  var status: Int64 { statuses[life.category]! }
  var completedAt: Instant? { life.isOpen ? nil : life.stays.first { $0.category == .done }?.at }
  var closedAt: Instant? { life.category == .closed ? life.stays.last?.at : nil }
  /// Until the service levels say when.
  var nextAt: Instant? { life.category == .closed ? nil : life.updatedAt.adding(milliseconds: 24 * 3_600_000) }
  var preview: String { String((life.turns.last { $0.voice != .note }?.text ?? "").prefix(160)) }

  var events: [PastEvent] {
    let author = Actor.contact(client.id), agent = Actor.employee((assignee ?? helper).id)
    var list = [
      PastEvent(
        at: life.turns[0].at, kind: .ticketOpened, actor: author,
        facts: "{\"channel\":\"\(channel.rawValue)\",\"message\":\"\(firstMessage)\",\"subject\":\"\(life.subject)\"}")
    ]
    if let assignee, let first = life.turns.dropFirst().first(where: { $0.voice != .client }) {
      list.append(
        PastEvent(
          at: first.at, kind: .assigned, actor: agent,
          changes: "[{\"after\":\"\(assignee.id)\",\"field\":\"assignee\"}]", facts: "{\"rev\":\"2\"}"))
    }
    for (index, turn) in life.turns.enumerated().dropFirst() {
      let facts = "{\"message\":\"\(firstMessage + Int64(index))\"}"
      switch turn.voice {
      case .client: list.append(PastEvent(at: turn.at, kind: .clientWrote, actor: author, facts: facts))
      case .agent: list.append(PastEvent(at: turn.at, kind: .replied, actor: agent, facts: facts))
      case .note: list.append(PastEvent(at: turn.at, kind: .noted, actor: agent, facts: facts))
      }
    }
    for (before, after) in zip(life.stays, life.stays.dropFirst()) {
      let changes =
        "[{\"after\":\"\(statuses[after.category]!)\",\"before\":\"\(statuses[before.category]!)\",\"field\":\"status\"},"
        + "{\"after\":\"\(after.category.rawValue)\",\"before\":\"\(before.category.rawValue)\",\"field\":\"category\"}]"
      list.append(
        PastEvent(
          at: after.at, kind: .statusChanged, actor: after.category == .closed ? .desk : agent, changes: changes, facts: "{\"rev\":\"3\"}"))
    }
    // Sorting keeps the order of what happened at the same instant only by chance; the place in the list decides.
    return list.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
  }
}
