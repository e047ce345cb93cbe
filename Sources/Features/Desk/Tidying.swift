import Storage

/// Once a day what has served its time is forgotten: in steps, so that nobody waits behind a long deletion.
struct Tidy: Job {
  static let kind = "desk.tidy"
  /// Rows of one transaction.
  static let step = 500
  private static let day: Int64 = 24 * 3600 * 1000

  /// Each deletes as many rows as a step has at most, and says how many it did.
  private static let chores: [@Sendable (Transaction) throws -> Int] = [
    Once.forget, Session.forgetIdle, Session.forgetExpired, ForgottenPassword.forget, Seen.forget,
  ]

  /// From the first session of a desk on, every day.
  static func plan(in change: Transaction) throws {
    guard try !change.db.exists("SELECT 1 FROM job WHERE kind = \(kind) AND key = 'daily' AND failed_at IS NULL") else { return }
    try again(in: change)
  }

  private static func again(in change: Transaction) throws {
    try change.enqueue(Tidy(), at: Instant(milliseconds: (change.now.milliseconds / day + 1) * day), key: "daily")
  }

  func run(in world: World) async throws {
    for chore in Self.chores {
      while try await world.write({ try chore($0) }) == Self.step {}
    }
    try await world.write { try Self.again(in: $0) }
  }
}
