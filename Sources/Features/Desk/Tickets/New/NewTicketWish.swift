import Storage
import Web

/// A new ticket as an employee typed it.
struct NewTicketWish: Sendable {
  let subject: String
  let body: MessageBody
  let client: NamedClient
  let type: String?
  let priority: String?
  /// `nil` when the form did not ask; empty when nobody was chosen.
  let team: String?
  let assignee: String?
  let observers: [Observer]
  /// Clients who read along, by address.
  let observerAddresses: [String]
  let tags: String
  let uploads: [String]
  let files: [NewUpload]
  let isConfirmed: Bool

  init(_ form: Form, blobs: Blobs, unnamedFile: String) throws {
    subject = form.text("subject")
    body = try MessageBody(typed: form.raw("text") ?? "", format: TextFormat(rawValue: form.text("format")) ?? .text)
    client = NamedClient(form)
    type = form.optionalText("type")
    priority = form.optionalText("priority")
    team = form.raw("team")
    assignee = form.raw("assignee")
    observers = form.all("observer").compactMap(Observer.init)
    observerAddresses = form.text("observerEmails").split { $0 == "," || $0 == ";" || $0.isWhitespace }.map {
      EmailAddress.normalized(String($0))
    }
    tags = form.text("tags")
    uploads = form.all("upload").filter { !$0.isEmpty }
    files = try form.files("file").map { try NewUpload($0, blobs: blobs, otherwise: unnamedFile) }
    isConfirmed = form.isOn("notify")
  }
}

extension Agent {
  /// Opens a ticket as it was typed. Everything that is wrong is said at once.
  func open(_ wish: NewTicketWish, in change: Transaction) throws -> Ticket {
    try require(.createTickets)
    let (db, words) = (change.db, try TicketWords.load(in: change.db))
    var problems = Problems()
    let client = try problems.of { try self.client(wish.client, in: change) }
    if wish.subject.isEmpty { problems.list.append(.init("subject", "error.subjectMissing")) }
    let type = try problems.of { try Self.chosen(wish.type, "type", words.types.map(\.id)) } ?? nil
    let priority = try problems.of { try Self.chosen(wish.priority, "priority", words.priorities.map(\.id)) } ?? nil
    let hands = try problems.of { try AssignmentReach.load(for: self, in: db).hands(team: wish.team, assignee: wish.assignee) }
    let tags = try problems.of { try TagList.names(in: wish.tags) } ?? []
    let readers = try problems.of { try self.contacts(wish.observerAddresses, in: change) } ?? []
    guard problems.list.isEmpty else { throw Refusal.invalid(problems.list) }

    let (body, files) = try gather(wish.body, uploads: wish.uploads, files: wish.files, on: nil, in: change)
    // Where nothing was described the subject is all that was said.
    let isBare = body.isEmpty && files.isEmpty
    var new = NewTicket(subject: wish.subject, body: isBare ? try MessageBody(typed: wish.subject, format: .text) : body, channel: .web)
    (new.requesterID, new.companyID) = (client?.requester, client?.company)
    (new.typeID, new.priorityID) = (type, priority)
    (new.teamID, new.assigneeID) = (hands?.team, hands?.assignee)
    new.observers = try known(wish.observers, in: db) + readers
    new.attachmentIDs = files
    new.isConfirmed = wish.isConfirmed
    var ticket = try Ticket.open(new, by: MessageAuthor(self), in: change)
    try ticket.setTags(tags, by: actor, in: change)
    try NewTicketDraft.discard(by: self, in: change)
    return ticket
  }

  private static func chosen(_ text: String?, _ field: String, _ known: [Int64]) throws -> Int64? {
    guard let text else { return nil }
    guard let id = Int64(text), known.contains(id) else { throw Refusal.invalid(field, "error.unknownChoice") }
    return id
  }

  private static let mostAddresses = 20

  /// Clients who read along; who is not known yet is added by those who may.
  private func contacts(_ addresses: [String], in change: Transaction) throws -> [Observer] {
    guard !addresses.isEmpty else { return [] }
    // By whether it is known, an address says whether there is such a client.
    try require(.viewClients)
    guard addresses.count <= Self.mostAddresses else {
      throw Refusal.invalid("observerEmails", "newTicket.tooManyAddresses", ["limit": String(Self.mostAddresses)])
    }
    return try addresses.map { address in
      guard EmailAddress.isPlausible(address) else {
        throw Refusal.invalid("observerEmails", "clients.badEmail", ["email": String(address.prefix(100))])
      }
      if let id: Int64 = try change.db.value("SELECT contact_id FROM contact_email WHERE email = \(address)") {
        return Observer(.contact, id)
      }
      guard may(.changeClients) else { throw Refusal.invalid("observerEmails", "newTicket.unknownAddress", ["email": address]) }
      return Observer(.contact, try addContact(ContactEdit(name: address, emails: [address], companyID: nil, companyName: ""), in: change))
    }
  }

  private func known(_ observers: [Observer], in db: any Database) throws -> [Observer] {
    let people = Set(try assignees(in: db).map(\.id)), teams = Set(try allTeams(in: db).map(\.id))
    return observers.filter { ($0.kind == .employee && people.contains($0.id)) || ($0.kind == .team && teams.contains($0.id)) }
  }
}

/// What is wrong with a form, field by field, in their order.
struct Problems {
  var list: [Refusal.Problem] = []

  mutating func of<T>(_ body: () throws -> T) rethrows -> T? {
    do { return try body() } catch Refusal.invalid(let found) {
      list += found
      return nil
    }
  }
}
