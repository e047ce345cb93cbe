import Desk
import Secrets
import Storage
import Web

/// Who is who in the database, and what they do.
struct DemoRoles: Sendable {
  /// Ids, in the order of `DemoCast`.
  private(set) var teams: [Int64] = []
  private(set) var people: [Int64] = []
  private(set) var companies: [Int64] = []
  private(set) var contacts: [[Int64]] = []
  private(set) var types: [String: Int64] = [:]
  private(set) var priorities: [String: Int64] = [:]

  /// Everybody comes in: through the same doors as real people.
  static func enter(_ world: World, passwordHash: String) async throws -> DemoRoles {
    try await world.write { change in
      var roles = DemoRoles()
      let boss = DemoCast.people[0]
      let first = FirstSetup(
        company: DemoCast.company, language: .ru, timeZone: "Europe/Moscow", adminName: boss.name, adminEmail: boss.email)
      roles.people = [try first.run(passwordHash: passwordHash, teamName: DemoCast.teams[0], in: change)]
      try SetupChecklist.dismiss(in: change)
      roles.teams = try change.db.values("SELECT min(id) FROM team")
      for name in DemoCast.teams.dropFirst() { roles.teams.append(try Team.add(name, by: .employee(roles.people[0]), in: change)) }
      try roles.hire(passwordHash: passwordHash, in: change)
      try roles.meetClients(in: change)
      let words = try TicketWords.load(in: change.db)
      roles.types = Dictionary(uniqueKeysWithValues: words.types.compactMap { type in type.key.map { ($0, type.id) } })
      roles.priorities = Dictionary(
        uniqueKeysWithValues: words.priorities.compactMap { priority in priority.key.map { ($0, priority.id) } })
      return roles
    }
  }

  private mutating func hire(passwordHash: String, in change: Transaction) throws {
    for person in DemoCast.people.dropFirst() {
      let role: Int64? = try change.db.value("SELECT id FROM role WHERE key = \(person.role)")
      let new = NewEmployee(
        name: person.name, email: person.email, role: role!, teams: person.teams.map { teams[$0] }, language: .ru,
        timeZone: "Europe/Moscow",
        passwordHash: passwordHash)
      people.append(try Employee.add(new, by: .employee(people[0]), in: change))
    }
  }

  private mutating func meetClients(in change: Transaction) throws {
    for client in DemoCast.clients {
      companies.append(try Company.add(client.name, domains: [client.domain], by: .employee(people[0]), in: change))
      contacts.append(
        try client.contacts.map { contact in
          try Contact.findOrCreate(email: "\(contact.mailbox)@\(client.domain)", name: contact.name, in: change).id
        })
    }
  }

  /// What the client writes: the beginning of a ticket, or an answer on it.
  func letter(_ line: Int, of ticket: DemoTicket, on number: Int64?) -> DemoLetter {
    let name = DemoCast.clients[ticket.client].contacts[ticket.contact].name
    return DemoLetter(
      from: "\(name) <\(address(of: ticket))>", subject: number.map { "Re: \(ticket.script.subject) [#\($0)]" } ?? ticket.script.subject,
      body: ticket.script.lines[line].text)
  }

  /// Whoever is on duty looks at a new ticket: of which type, how urgent, whose.
  func sort(_ number: Int64, of ticket: DemoTicket, in change: Transaction) throws {
    guard var row = try Ticket.forDesk(number, in: change) else { throw Refusal.notFound }
    let (script, actor) = (ticket.script, Actor.employee(people[0]))
    var edit = Ticket.Edit()
    (edit.typeID, edit.priorityID) = (types[script.type], priorities[script.priority])
    try row.edit(edit, by: actor, in: change)
    try row.assign(to: row.assigneeID, team: teams[script.field.team], by: actor, in: change)
    try row.setTags(script.tags, by: actor, in: change)
  }

  func say(_ line: DemoScript.Line, on number: Int64, of ticket: DemoTicket, in change: Transaction) throws {
    guard var row = try Ticket.forDesk(number, in: change) else { throw Refusal.notFound }
    guard let agent = try Agent.find(people[ticket.agent], in: change.db) else { throw Refusal.notFound }
    if row.assigneeID == nil { try row.assign(to: agent.id, team: row.teamID, by: agent.actor, in: change) }
    if line.voice == .note {
      _ = try row.note(.written(line.text), by: agent, in: change)
      return
    }
    let words = try TicketWords.load(in: change.db)
    let status = line.voice == .question ? words.first(.waitingForClient) : line.voice == .last ? words.first(.done) : nil
    _ = try row.reply(.written(line.text), to: [address(of: ticket)], by: agent, lastSeen: nil, status: status?.id, in: change)
  }

  func wait(on number: Int64, in change: Transaction) throws {
    guard var row = try Ticket.forDesk(number, in: change), row.isOpen, let assignee = row.assigneeID else { return }
    // Now and then it is a supplier who keeps everybody waiting, and the promise runs on.
    try row.setStatus(first: number % 4 == 0 ? .waitingForOthers : .waitingForClient, by: .employee(assignee), in: change)
  }

  func close(_ number: Int64, in change: Transaction) throws {
    guard var row = try Ticket.forDesk(number, in: change), row.category == .done else { return }
    try row.setStatus(first: .closed, by: .desk, in: change)
  }

  private func address(of ticket: DemoTicket) -> String {
    let client = DemoCast.clients[ticket.client]
    return "\(client.contacts[ticket.contact].mailbox)@\(client.domain)"
  }
}

extension MessageBody {
  /// As somebody types it: one paragraph.
  fileprivate static func written(_ text: String) -> MessageBody {
    let html: HTML = "<p>\(text)</p>"
    return MessageBody(source: html.source, html: html.source, text: text)
  }
}
