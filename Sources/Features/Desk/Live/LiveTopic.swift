import Storage

/// What browsers may be told of. A signal says no more than that something changed, but a number is a fact as well: it is told
/// to those only who see the thing. What is not named here, no browser hears.
enum LiveTopic: Equatable {
  /// `t42`, `presence42`
  case ticket(Int64)
  /// `me7`
  case person(Int64)
  case views

  init?(_ topic: String) {
    func number(after prefix: String) -> Int64? { topic.hasPrefix(prefix) ? Int64(topic.dropFirst(prefix.count)) : nil }
    if topic == "views" {
      self = .views
    } else if let ticket = number(after: "presence") ?? number(after: "t") {
      self = .ticket(ticket)
    } else if let person = number(after: "me") {
      self = .person(person)
    } else {
      return nil
    }
  }
}

extension Agent {
  /// What the rights alone decide. Whoever does not see all tickets is asked again for each (`hears(_:in:)`).
  func mayHear(_ topic: LiveTopic) -> Bool {
    switch topic {
    case .ticket, .views: may(.viewTickets)
    case .person(let person): person == id
    }
  }
}

extension World {
  /// Whether this topic is to be told now, by the rights and teams of this moment.
  func lets(_ agent: Agent, hear topic: String) async throws -> Bool {
    guard case .ticket(let number)? = LiveTopic(topic), agent.rights[.viewTickets] != .all else { return true }
    return try await read { db in
      guard let agent = try Agent.find(agent.id, in: db) else { return false }
      return try db.exists("SELECT 1 FROM ticket t WHERE t.number = \(number) AND \(agent.ticketScope(for: .viewTickets))")
    }
  }
}
