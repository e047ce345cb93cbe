import Storage

extension Event.Kind {
  package static let jobRetried = Event.Kind("job.retried")
  package static let jobForgotten = Event.Kind("job.forgotten")
}

extension Event.Subject {
  static func job(_ id: Int64) -> Event.Subject { Event.Subject("job", id) }
}

/// Jobs that were given up after all their tries, the latest first.
struct FailedJobs: Sendable {
  struct Line: Sendable {
    let id: Int64
    let kind: String
    let attempts: Int
    let createdAt: Instant
    let failedAt: Instant
    let error: String
  }

  /// Hundreds of failures have one reason, and go away together.
  static let linesOnPage = 100

  let lines: [Line]
  let count: Int
}

extension Agent {
  func failedJobs(in db: any Database) throws -> FailedJobs {
    try require(.viewAudit)
    let lines = try db.rows(
      """
      SELECT id, kind, attempts, created_at, failed_at, coalesce(last_error, '') FROM job WHERE failed_at IS NOT NULL
      ORDER BY failed_at DESC, id DESC LIMIT \(FailedJobs.linesOnPage)
      """
    ).map {
      FailedJobs.Line(
        id: try $0[0], kind: try $0[1], attempts: try $0[2], createdAt: try $0[3], failedAt: try $0[4], error: try $0[5])
    }
    return FailedJobs(lines: lines, count: try JobQueue.failures(in: db))
  }

  /// From the beginning, with all tries. One that somebody else has set going already stays as it is.
  func retryJob(_ id: Int64, in change: Transaction) throws {
    guard try change.db.exists("SELECT 1 FROM job WHERE id = \(id)") else { throw Refusal.notFound }
    try retry("id = \(id)", in: change)
  }

  /// As many as a page shows.
  func retryJobs(in change: Transaction) throws {
    try retry(
      "id IN (SELECT id FROM job WHERE failed_at IS NOT NULL ORDER BY failed_at DESC, id DESC LIMIT \(FailedJobs.linesOnPage))", in: change)
  }

  func forgetJob(_ id: Int64, in change: Transaction) throws {
    try require(.changeSettings)
    let kind: String? = try change.db.value("DELETE FROM job WHERE id = \(id) AND failed_at IS NOT NULL RETURNING kind")
    guard let kind else { throw Refusal.notFound }
    try change.record(Event(.jobForgotten, of: .job(id), by: actor, facts: ["name": kind]))
  }

  private func retry(_ which: SQL, in change: Transaction) throws {
    try require(.changeSettings)
    let rows = try change.db.rows(
      """
      UPDATE job SET failed_at = NULL, attempts = 0, run_at = \(change.now), leased_until = NULL
      WHERE failed_at IS NOT NULL AND \(which) RETURNING id, kind
      """)
    for row in rows { try change.record(Event(.jobRetried, of: .job(row[0]), by: actor, facts: ["name": try row[1]])) }
    if !rows.isEmpty { try change.db.signal("jobs \(change.now.milliseconds)") }
  }
}
