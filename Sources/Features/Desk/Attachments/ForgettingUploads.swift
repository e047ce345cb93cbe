import Storage

/// Uploads that no message took within a day are forgotten.
package struct ForgetUploads: Job {
  package static let kind = "uploads.forget"
  private static let patience: Int64 = 24 * 3600 * 1000
  private static let grain: Int64 = 3600 * 1000

  /// One job for each hour in which something was uploaded.
  static func plan(in change: Transaction) throws {
    let hour = change.now.milliseconds / grain
    try change.enqueue(ForgetUploads(), at: Instant(milliseconds: (hour + 1) * grain).adding(milliseconds: patience), key: String(hour))
  }

  /// Files of one transaction.
  private static let step = 200

  package func run(in world: World) async throws {
    while try await world.write({ try Self.forget(in: $0) }) == Self.step {}
  }

  /// Not a picture in a text, or a file beside it, that somebody goes on with tomorrow.
  private static func forget(in change: Transaction) throws -> Int {
    let rows = try change.db.rows(
      """
      DELETE FROM attachment WHERE id IN (
        SELECT id FROM attachment a
        WHERE message_id IS NULL AND uploader_id IS NOT NULL AND created_at < \(change.now.adding(milliseconds: -patience))
          AND NOT EXISTS (
            SELECT 1 FROM draft d WHERE d.employee_id = a.uploader_id
              AND (d.ticket_number = a.ticket_number OR d.text LIKE '%' || a.public_id || '%'))
          AND NOT EXISTS (
            SELECT 1 FROM new_ticket_draft n WHERE n.employee_id = a.uploader_id AND n.text LIKE '%' || a.public_id || '%')
        ORDER BY created_at LIMIT \(step))
      RETURNING blob
      """)
    for row in rows {
      try change.enqueue(SweepBlob(blob: row[0]), at: change.now.adding(milliseconds: SweepBlob.pause), key: row[0])
    }
    return rows.count
  }
}

/// Deletes a file's bytes when no row of any feature names them any more.
package struct SweepBlob: Job {
  package static let kind = "blob.sweep"
  /// Bytes that were asked for lately may be about to get a row: `Blobs.put` found them there and its row is on the way.
  static let pause: Int64 = 3600 * 1000
  let blob: String

  package func run(in world: World) async throws {
    let (blob, features) = (blob, world.features)
    let isUsed = try await world.read { db in try features.contains { try $0.isUsing(blob: blob, in: db) } }
    if !isUsed { try world.blobs.remove(blob, unusedSince: world.now().adding(milliseconds: -Self.pause / 2)) }
  }
}
