import Storage

extension Ticket {
  package static let usualDaysToObject: Int64 = 7

  /// When a ticket that is done now will be closed, unless the client objects.
  func closing(in db: any Database) throws -> Instant {
    (completedAt ?? statusSince) + .seconds(try Self.daysToObject(in: db) * 24 * 3600)
  }

  static func daysToObject(in db: any Database) throws -> Int64 {
    try db.value("SELECT close_after_days FROM desk WHERE id = 1") ?? usualDaysToObject
  }
}

/// Nobody objected: what is done is closed.
struct CloseFinished: Job {
  static let kind = "ticket.closeFinished"
  let ticket: Int64

  func run(in world: World) async throws {
    try await world.write { change in
      // Opened, or opened and finished again meanwhile: then its time has not come.
      guard var ticket = try Ticket.forDesk(ticket, in: change), ticket.category == .done, let nextAt = ticket.nextAt, nextAt <= change.now
      else { return }
      try ticket.close(by: .desk, in: change)
    }
  }
}
