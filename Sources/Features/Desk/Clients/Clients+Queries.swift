import Storage

/// A line of the list of companies, or of contacts.
struct ClientLine: Sendable {
  let id: Int64
  let name: String
  /// A company's domains; a contact's company and first address.
  let company: String?
  let detail: String?
}

/// A page of a list, and where it goes on.
struct ClientLines: Sendable {
  let lines: [ClientLine]
  let next: ClientWords.Hit?
}

extension Agent {
  static let clientsOnPage = 50

  func company(_ id: Int64, in db: any Database) throws -> Company {
    try require(.viewClients)
    guard let row = try db.row("SELECT * FROM company WHERE id = \(id)\(db.lock)") else { throw Refusal.notFound }
    return try Company(row: row, domains: db.values("SELECT domain FROM company_domain WHERE company_id = \(id) ORDER BY domain"))
  }

  func contact(_ id: Int64, in db: any Database) throws -> Contact {
    try require(.viewClients)
    guard let row = try db.row("SELECT * FROM contact WHERE id = \(id)\(db.lock)") else { throw Refusal.notFound }
    return try Contact(row: row)
  }

  func emails(of contact: Int64, in db: any Database) throws -> [ContactEmail] {
    try db.rows("SELECT email, bounced_at, bounce_reason FROM contact_email WHERE contact_id = \(contact) ORDER BY position, email").map {
      ContactEmail(address: try $0[0], bouncedAt: try $0[1], bounceReason: try $0[2])
    }
  }

  /// Clients in the order of their names, or of the words that match.
  func clients(_ kind: ClientWords.Kind, query: String, after: ClientWords.Hit?, in db: any Database) throws -> ClientLines {
    try require(.viewClients)
    let limit = Self.clientsOnPage
    let hits =
      SearchKey.words(query).isEmpty
      ? try byName(kind, after: after, limit: limit + 1, in: db) : try ClientWords.find(kind, query, after: after, limit: limit + 1, in: db)
    return ClientLines(lines: try lines(kind, Array(hits.prefix(limit)), in: db), next: hits.count > limit ? hits[limit - 1] : nil)
  }

  /// A few for a combobox, best first.
  func suggestions(_ kind: ClientWords.Kind, query: String, limit: Int, in db: any Database) throws -> [ClientLine] {
    try require(.viewClients)
    // Somebody whose name and address both match is found twice.
    return Array(try lines(kind, try ClientWords.find(kind, query, limit: limit * 3, in: db), in: db).prefix(limit))
  }

  private func byName(_ kind: ClientWords.Kind, after: ClientWords.Hit?, limit: Int, in db: any Database) throws -> [ClientWords.Hit] {
    let table: SQL = kind == .company ? "company" : "contact"
    let start: SQL = after.map { "WHERE (sort_name, id) > (\($0.word), \($0.id))" } ?? .empty
    return try db.rows("SELECT sort_name, id FROM \(table) \(start) ORDER BY sort_name, id LIMIT \(limit)")
      .map { ClientWords.Hit(word: try $0[0], id: try $0[1]) }
  }

  private func lines(_ kind: ClientWords.Kind, _ hits: [ClientWords.Hit], in db: any Database) throws -> [ClientLine] {
    var seen: Set<Int64> = []
    let ids = hits.map(\.id).filter { seen.insert($0).inserted }
    let rows =
      kind == .company
      ? try db.rows(
        """
        SELECT c.id, c.name, NULL AS company, (SELECT min(d.domain) FROM company_domain d WHERE d.company_id = c.id) AS detail
        FROM company c WHERE c.id IN (\(list: ids))
        """)
      : try db.rows(
        """
        SELECT c.id, c.name, o.name AS company, m.email AS detail FROM contact c LEFT JOIN company o ON o.id = c.company_id
        LEFT JOIN contact_email m ON m.contact_id = c.id AND m.position = 1 WHERE c.id IN (\(list: ids))
        """)
    var byID: [Int64: ClientLine] = [:]
    for row in rows {
      let line = ClientLine(id: try row["id"], name: try row["name"], company: try row["company"], detail: try row["detail"])
      byID[line.id] = line
    }
    return ids.compactMap { byID[$0] }
  }

  func contacts(ofCompany id: Int64, after: ClientWords.Hit?, in db: any Database) throws -> ClientLines {
    try require(.viewClients)
    let start: SQL = after.map { "AND (sort_name, id) > (\($0.word), \($0.id))" } ?? .empty
    let hits = try db.rows(
      "SELECT sort_name, id FROM contact WHERE company_id = \(id) \(start) ORDER BY sort_name, id LIMIT \(Self.clientsOnPage + 1)"
    ).map { ClientWords.Hit(word: try $0[0], id: try $0[1]) }
    let page = Array(hits.prefix(Self.clientsOnPage))
    return ClientLines(lines: try lines(.contact, page, in: db), next: hits.count > page.count ? page.last : nil)
  }
}

/// Tickets of a client, the newest first, as far as this agent may see them.
struct ClientTickets: Sendable {
  struct Line: Sendable {
    let number: Int64
    let subject: String
    let category: StatusCategory
    let status: String
    let statusKey: String?
    let updatedAt: Instant
  }
  static let onPage = 30

  let lines: [Line]
  let next: Int64?

  static func load(of condition: SQL, before: Int64, for agent: Agent, in db: any Database) throws -> ClientTickets {
    guard agent.may(.viewTickets) else { return ClientTickets(lines: [], next: nil) }
    let lines = try db.rows(
      """
      SELECT t.number, t.subject, t.category, s.name, s.key, t.updated_at FROM ticket t JOIN status s ON s.id = t.status_id
      WHERE \(condition) AND t.number < \(before) AND \(agent.ticketScope(for: .viewTickets)) ORDER BY t.number DESC LIMIT \(onPage + 1)
      """
    ).map {
      Line(number: try $0[0], subject: try $0[1], category: try $0[2], status: try $0[3], statusKey: try $0[4], updatedAt: try $0[5])
    }
    return ClientTickets(lines: Array(lines.prefix(onPage)), next: lines.count > onPage ? lines[onPage - 1].number : nil)
  }
}

extension Agent {
  /// Whose address somebody typed. The answer says whether there is such a client: that is for those who may look at clients.
  func contact(at email: String, field: String, in db: any Database) throws -> Int64 {
    try require(.viewClients)
    let id: Int64? = try db.value("SELECT contact_id FROM contact_email WHERE email = \(EmailAddress.normalized(email))")
    guard let id else { throw Refusal.invalid(field, "ticket.unknownRequester") }
    return id
  }
}
