import Desk
import Storage

/// How long tickets usually stay in a status: the middle of the last stays that ended, so that a few forgotten tickets do not make
/// forgetting usual.
struct MeasureStays: Job {
  static let kind = "sla.measureStays"
  private static let day: Int64 = 24 * 3_600_000
  static let memory = 90 * day
  static let mostStays = 1000
  /// Of fewer nobody can say what is usual.
  static let leastStays = 20

  /// Once a day on which something moved.
  static func plan(in change: Transaction) throws {
    guard try !change.db.exists("SELECT 1 FROM job WHERE kind = \(kind) AND key = 'daily' AND failed_at IS NULL") else { return }
    try change.enqueue(MeasureStays(), at: Instant(milliseconds: (change.now.milliseconds / day + 1) * day), key: "daily")
  }

  func run(in world: World) async throws {
    try await world.write { change in
      var usual: [String: Int64] = [:]
      for status in try change.db.values("SELECT id FROM status ORDER BY id") as [Int64] {
        usual[String(status)] = try Self.middle(of: status, since: change.now.adding(milliseconds: -Self.memory), in: change.db)
      }
      try change.db.run("UPDATE sla_policy SET usual_stays = \(JSONText.encode(usual)) WHERE is_default = 1")
      try ServiceLevels.restamp(in: change.db)
    }
  }

  private static func middle(of status: Int64, since: Instant, in db: any Database) throws -> Int64? {
    let stays: [Int64] = try db.values(
      """
      SELECT business / times FROM ticket_stay
      WHERE kind = 'status' AND ended_at IS NOT NULL AND holder_id = \(status) AND ended_at >= \(since) ORDER BY ended_at DESC LIMIT \(mostStays)
      """)
    return stays.count < leastStays ? nil : stays.sorted()[stays.count / 2]
  }
}

/// What was measured, in the row of the policy: it is known for as long as the policy is.
enum UsualStays {
  static let memo = JSONMemo<[Int64: Int64]> { text in
    let usual: [String: Int64] = try JSONText.decode(text)
    return Dictionary(uniqueKeysWithValues: usual.compactMap { id, stay in Int64(id).map { ($0, stay) } })
  }
}
