import Storage

/// What a form wants a ticket's fields to be. Only fields that were sent are there; `nil` empties one.
package struct TicketWishes: Sendable {
  package enum Field: String, Sendable, CaseIterable {
    case assignee, team, priority, type, subject, tags, requester, company, status
  }

  package var values: [Field: String?] = [:]
  package init() {}

  package subscript(_ field: Field) -> String?? {
    get { values[field] }
    set { values[field] = newValue }
  }

  func id(_ field: Field) throws -> Int64?? {
    guard let wish = values[field] else { return nil }
    guard let text = wish else { return .some(nil) }
    guard let id = Int64(text) else { throw Refusal.invalid(field.rawValue, "error.unknownChoice") }
    return .some(id)
  }
}

/// Somebody else changed a field after the version that a form was made from. Nothing was changed.
package struct FieldConflicts: Error, Sendable {
  package struct Conflict: Sendable {
    package let field: TicketWishes.Field
    /// As the form knew it, as it is now, as it was wanted: ids and texts as events hold them.
    package let known: String?
    package let present: String?
    package let wanted: String?
    package let by: Actor
    package let at: Instant
  }
  package let conflicts: [Conflict]
  package let rev: Int64
}

extension Ticket {
  private static let watched: [Event.Kind] = [.assigned, .fieldsChanged, .statusChanged, .tagged]
  /// A form that is older than this many changes is compared with the oldest of them.
  private static let reach = 200

  /// Fulfils the wishes. With the version that the form was made from, fields that somebody else changed meanwhile stop it;
  /// fields that only stood in the form as they were then are left as they are now.
  package mutating func fulfil(_ wishes: TicketWishes, since rev: Int64?, by agent: Agent, in change: Transaction) throws {
    var wishes = wishes
    if let rev, rev != self.rev { try settle(&wishes, since: rev, in: change.db) }
    if wishes[.assignee] != nil || wishes[.team] != nil {
      try assign(to: wishes.id(.assignee) ?? assigneeID, team: wishes.id(.team) ?? teamID, by: agent.actor, in: change)
    }
    try edit(edit(for: wishes, in: change.db), by: agent.actor, in: change)
    if let tags = wishes[.tags] { try setTags(TagList.names(in: tags ?? ""), by: agent.actor, in: change) }
    if let status = try wishes.id(.status) {
      guard let status else { throw Refusal.invalid("status", "error.unknownChoice") }
      try setStatus(status, by: agent.actor, in: change)
    }
  }

  private func edit(for wishes: TicketWishes, in db: any Database) throws -> Edit {
    func chosen(_ field: TicketWishes.Field) throws -> Int64? {
      guard let wish = try wishes.id(field) else { return nil }
      guard let wish else { throw Refusal.invalid(field.rawValue, "error.unknownChoice") }
      return wish
    }
    var edit = Edit()
    if let subject = wishes[.subject] { edit.subject = subject ?? "" }
    edit.typeID = try chosen(.type)
    edit.priorityID = try chosen(.priority)
    edit.requesterID = try wishes.id(.requester)
    edit.companyID = try wishes.id(.company)
    // A new requester brings the company along.
    if let requester = edit.requesterID, requester != requesterID, edit.companyID == nil, let requester {
      let company: Int64? = try db.value("SELECT company_id FROM contact WHERE id = \(requester) AND company_id IS NOT NULL")
      if let company { edit.companyID = .some(company) }
    }
    return edit
  }

  private func settle(_ wishes: inout TicketWishes, since rev: Int64, in db: any Database) throws {
    let later = try changes(since: rev, in: db)
    var conflicts: [FieldConflicts.Conflict] = []
    for field in TicketWishes.Field.allCases {
      guard let wish = wishes[field], let newest = later.first(where: { $0.change(of: field.rawValue) != nil }),
        let oldest = later.last(where: { $0.change(of: field.rawValue) != nil })
      else { continue }
      let (known, present) = (oldest.change(of: field.rawValue)?.before, newest.change(of: field.rawValue)?.after)
      let wanted = field == .tags ? try TagList.text(TagList.names(in: wish ?? "")) : wish
      if Self.same(wanted, present) { continue }
      if Self.same(wanted, known) {
        wishes.values[field] = nil
      } else {
        conflicts.append(.init(field: field, known: known, present: present, wanted: wanted, by: newest.actor, at: newest.at))
      }
    }
    guard conflicts.isEmpty else { throw FieldConflicts(conflicts: conflicts, rev: self.rev) }
  }

  /// An empty text and nothing are the same in a form.
  private static func same(_ left: String?, _ right: String?) -> Bool { (left ?? "") == (right ?? "") }

  /// Changes of fields after a version, the newest first.
  private func changes(since rev: Int64, in db: any Database) throws -> [Event] {
    try db.rows(
      """
      SELECT * FROM event WHERE subject_kind = 'ticket' AND subject_id = \(number) AND kind IN (\(list: Self.watched))
      ORDER BY id DESC LIMIT \(Self.reach)
      """
    ).map(Event.init).filter { ($0.facts["rev"].flatMap(Int64.init) ?? 0) > rev }
  }
}
