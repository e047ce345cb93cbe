import Storage
import Web

/// Beside the form of a new ticket: what this client has open already, so that one trouble does not become two tickets. What has the
/// words of the new subject comes first.
struct NearbyTickets: Sendable {
  static let most = 6
  /// So many of a client's open tickets, the newest, are looked at for words.
  static let mostCompared = 200

  struct Line: Sendable {
    let number: Int64
    let subject: String
    let status: Int64
    let updatedAt: Instant
  }

  let similar: [Line]
  let ofRequester: [Line]
  let ofCompany: [Line]
  let words: TicketWords

  static let panel = NewTicketPanel { outline, agent, db, _ in
    let nearby = try NearbyTickets.load(outline, for: agent, in: db)
    return PanelContent { nearby.html($0) }
  }

  static func load(_ outline: RequestOutline, for agent: Agent, in db: any Database) throws -> NearbyTickets {
    let own = try outline.requesterID.map { try open("t.requester_id = \($0)", for: agent, in: db) } ?? []
    let ofCompany = try outline.companyID.map { try open("t.company_id = \($0)", for: agent, in: db) } ?? []
    let others = ofCompany.filter { line in !own.contains { $0.number == line.number } }
    let similar = SimilarSubjects(to: outline.subject).best(of: own + others, subject: \.subject, most: most)
    let shown = Set(similar.map(\.number))
    func rest(_ lines: [Line]) -> [Line] { Array(lines.filter { !shown.contains($0.number) }.prefix(most)) }
    return NearbyTickets(similar: similar, ofRequester: rest(own), ofCompany: rest(others), words: try TicketWords.load(in: db))
  }

  private static func open(_ condition: SQL, for agent: Agent, in db: any Database) throws -> [Line] {
    try db.rows(
      """
      SELECT t.number, t.subject, t.status_id, t.updated_at FROM ticket t
      WHERE \(condition) AND t.is_open = 1 AND \(agent.ticketScope(for: .viewTickets)) ORDER BY t.number DESC LIMIT \(mostCompared)
      """
    ).map { Line(number: try $0[0], subject: try $0[1], status: try $0[2], updatedAt: try $0[3]) }
  }

  func html(_ frame: Frame) -> HTML {
    """
    \(card("nearby-similar", frame.t("newTicket.similar"), similar, frame))\
    \(card("nearby-requester", frame.t("newTicket.openOfRequester"), ofRequester, frame))\
    \(card("nearby-company", frame.t("newTicket.openOfCompany"), ofCompany, frame))
    """
  }

  private func card(_ id: String, _ title: String, _ lines: [Line], _ frame: Frame) -> HTML {
    guard !lines.isEmpty else { return .empty }
    return """
      <section class="card" id="\(id)"><h2>\(title)</h2><ul class="stack">\(each: lines, { line($0, frame) })</ul></section>

      """
  }

  private func line(_ line: Line, _ frame: Frame) -> HTML {
    """
    <li><a href="/tickets/\(line.number)" target="_blank">\(frame.t.name(of: line.number, line.subject))</a><br>\
    <small class="muted">\(words.status(line.status)?.title(frame.t) ?? "") · \(frame.clock.element(line.updatedAt))</small></li>
    """
  }
}
