import Storage

/// A job as taken from the table.
struct TakenJob: Sendable {
  let id: Int64
  let kind: String
  let payload: String
  let attempts: Int64
  /// Changes when the job is set anew while it runs: then it is not finished.
  let generation: Int64
  let createdAt: Instant
}

extension World {
  /// A worker that died gives its job back after this long, unless a process comes in its place before.
  static let lease: Int64 = 5 * 60 * 1000

  /// Takes the next due job whose lane is free, or tells when the next one is due.
  func takeJob() async throws -> (job: TakenJob?, next: Instant?) {
    let (now, instance) = (now(), instance)
    return try await store.write { db in
      guard
        let row = try db.row(
          """
          SELECT id, kind, payload, attempts, generation, created_at FROM job j
          WHERE failed_at IS NULL AND run_at <= \(now) AND (leased_until IS NULL OR leased_until < \(now))
            AND (lane IS NULL OR NOT EXISTS (SELECT 1 FROM job f WHERE f.lane = j.lane AND f.id < j.id AND f.failed_at IS NULL))
          ORDER BY run_at, id LIMIT 1\(db.dialect.skipLocked)
          """)
      else {
        return (nil, try World.nextDue(after: now, in: db))
      }
      let job = TakenJob(
        id: try row["id"], kind: try row["kind"], payload: try row["payload"], attempts: try row["attempts"],
        generation: try row["generation"], createdAt: try row["created_at"])
      try db.run("UPDATE job SET leased_until = \(now.adding(milliseconds: World.lease)), leased_by = \(instance) WHERE id = \(job.id)")
      return (job, nil)
    }
  }

  /// What comes due first, or what comes back first from a worker that may have died.
  private static func nextDue(after now: Instant, in db: any Database) throws -> Instant? {
    let planned: Instant? = try db.value("SELECT run_at FROM job WHERE failed_at IS NULL AND run_at > \(now) ORDER BY run_at LIMIT 1")
    let leased: Instant?? = try db.value(
      "SELECT min(leased_until) FROM job WHERE failed_at IS NULL AND run_at <= \(now) AND leased_until >= \(now)")
    return [planned, leased ?? nil].compactMap { $0 }.min()
  }

  /// Says that its worker lives. Not of a job that was given back meanwhile.
  func renewLease(of job: TakenJob) async throws {
    let (until, instance) = (now().adding(milliseconds: World.lease), instance)
    _ = try await store.write { db in
      try db.run("UPDATE job SET leased_until = \(until) WHERE id = \(job.id) AND leased_until IS NOT NULL AND leased_by = \(instance)")
    }
  }

  /// Gives back the jobs that were taken in this process's place: by itself in a former life. Only right at its start, while it
  /// holds the place, which is its data folder.
  package func releaseLeases() async throws {
    let instance = instance
    _ = try await store.write { db in
      try db.run("UPDATE job SET leased_until = NULL, leased_by = NULL WHERE leased_until IS NOT NULL AND leased_by = \(instance)")
    }
  }

  func finish(_ job: TakenJob) async throws {
    try await store.write { db in
      if try db.run("DELETE FROM job WHERE id = \(job.id) AND generation = \(job.generation)") == 0 { try World.giveBack(job, in: db) }
    }
  }

  /// It was set anew while it ran: it runs again, as it is now.
  private static func giveBack(_ job: TakenJob, in db: any Database) throws {
    try db.run("UPDATE job SET leased_until = NULL WHERE id = \(job.id)")
  }

  /// Puts the job back with a pause, or sets it aside when its retries are used up.
  func postpone(_ job: TakenJob, retries: [Int64], because error: any Error) async throws {
    let now = now()
    let reason = String(describing: error).prefix(2000)
    let pause = error is GiveUp || job.attempts >= retries.count ? nil : retries[Int(job.attempts)]
    // A fifth more or less, by the id, so that what failed together does not come back together.
    let again = pause.map { now.adding(milliseconds: $0 * 1000 * (80 + job.id % 41) / 100) }
    try await store.write { db in
      let fate: SQL = again.map { "run_at = \($0)" } ?? "failed_at = \(now)"
      let changed = try db.run(
        """
        UPDATE job SET attempts = attempts + 1, \(fate), leased_until = NULL, last_error = \(String(reason))
        WHERE id = \(job.id) AND generation = \(job.generation)
        """)
      if changed == 0 { try World.giveBack(job, in: db) }
    }
  }
}

enum JobQueue {
  /// A job that has been due for longer tells that nothing is being done.
  static let patience: Int64 = 10 * 60

  // words: health.jobs
  static func health(_ db: any Database, now: Instant) throws -> HealthReport {
    let oldest: Instant? = try db.value(
      "SELECT run_at FROM job WHERE failed_at IS NULL AND lane IS NULL AND run_at <= \(now) AND (leased_until IS NULL OR leased_until < \(now)) ORDER BY run_at LIMIT 1"
    )
    let age = oldest.map { (now.milliseconds - $0.milliseconds) / 1000 } ?? 0
    return HealthReport("jobs", isWell: age < patience, key: "health.jobs", values: ["minutes": String(age / 60)])
  }

  static func failures(in db: any Database) throws -> Int {
    try db.value("SELECT count(*) FROM job WHERE failed_at IS NOT NULL") ?? 0
  }

  /// What a program cannot get done in days needs a person.
  // words: health.jobsFailed
  static func setAside(_ db: any Database) throws -> HealthReport {
    let count = try failures(in: db)
    return HealthReport(
      "jobs.failed", isWell: count == 0, key: "health.jobsFailed", values: ["count": String(count)], path: "/settings/jobs")
  }
}
