import Channels
import Desk
import Storage

/// Letters stored as they arrive and turned into tickets by the job that does so on a running desk.
struct BenchMail {
  let world: World
  let count: Int

  /// Connections that bring mail at once.
  private static let connections = 8

  func run() async throws -> Measured {
    // Nobody writes so often that it looks like a flood: not within this run, nor with what the generator has them write last.
    let now = world.now()
    let people = try await world.read { db in
      let busy = Set(try db.values("SELECT from_email FROM mail WHERE received_at > \(now - .seconds(24 * 3600))") as [String?])
      return try BenchClient.some(in: db).filter { !busy.contains($0.email) }
    }
    let mailbox: Int64? = try await world.read { try $0.value("SELECT id FROM mailbox WHERE address = \(BenchCast.mailbox)") }
    guard let mailbox else { throw Refusal.notFound }
    let salt = now.milliseconds
    let letters = (0..<count).map { index -> [UInt8] in
      var random = BenchRandom(seed: UInt64(index))
      let subject = BenchWords.russian.subject(&random), body = BenchWords.russian.question(&random)
      return BenchLetter(sender: people[index % people.count].email, subject: subject, body: body, id: "\(salt)-\(index)").bytes
    }
    let watch = Measured.Stopwatch()
    try await receive(letters, in: mailbox)
    let measured = watch.stop(after: count)
    let outcomes = try await world.read { db in
      try db.rows("SELECT outcome, reason, count(*) FROM mail WHERE received_at >= \(salt) GROUP BY outcome, reason").map {
        (outcome: try $0[0] as String, reason: try $0[1] as String?, count: try $0[2] as Int)
      }
    }
    guard outcomes.count == 1, outcomes[0].outcome == "ticket", outcomes[0].count == count else {
      throw Complaint(.mistake, "Not every letter became a ticket: \(outcomes)")
    }
    return measured
  }

  private func receive(_ letters: [[UInt8]], in mailbox: Int64) async throws {
    let first: Int64 = try await world.read { try $0.value("SELECT max(id) FROM mail") ?? 0 }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for connection in 0..<Self.connections {
        group.addTask {
          for index in stride(from: connection, to: letters.count, by: Self.connections) {
            try await MailArrival.store(letters[index], in: [mailbox], world: world)
          }
        }
      }
      group.addTask { try await handle(letters.count, after: first) }
      try await group.waitForAll()
    }
  }

  /// One worker, as on a running desk, until every letter was handled. Mail that goes out because of it is another job's.
  private func handle(_ expected: Int, after first: Int64) async throws {
    var handled = 0
    while handled < expected {
      try await MailArrival.handleWaiting(world: world)
      handled = try await world.read { try $0.value("SELECT count(*) FROM mail WHERE id > \(first) AND outcome <> 'waiting'") ?? 0 }
      if handled < expected { try await Task.sleep(for: .milliseconds(2)) }
    }
  }
}
