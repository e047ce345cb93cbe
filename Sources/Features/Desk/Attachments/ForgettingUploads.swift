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

  package func run(in world: World) async throws {
    try await world.write { change in
      let rows = try change.db.rows(
        """
        SELECT id, public_id, uploader_id, blob FROM attachment a
        WHERE message_id IS NULL AND uploader_id IS NOT NULL AND created_at < \(change.now.adding(milliseconds: -Self.patience))
          AND NOT EXISTS (SELECT 1 FROM draft d WHERE d.ticket_number = a.ticket_number AND d.employee_id = a.uploader_id)
        ORDER BY created_at LIMIT 1000
        """)
      for row in rows where try !Self.isInDraft(row[1], of: row[2], in: change.db) {
        let id: Int64 = try row["id"]
        try change.db.run("DELETE FROM attachment WHERE id = \(id)")
        try change.enqueue(SweepBlob(blob: row["blob"]), at: change.now.adding(milliseconds: SweepBlob.pause), key: row["blob"])
      }
    }
  }

  /// A picture in a text, or a file beside it, that somebody goes on with tomorrow.
  private static func isInDraft(_ publicID: String, of employee: Int64?, in db: any Database) throws -> Bool {
    let texts: [String] = try db.values(
      """
      SELECT text FROM draft WHERE employee_id = \(employee) UNION ALL SELECT text FROM new_ticket_draft WHERE employee_id = \(employee)
      """)
    return texts.contains { $0.contains(publicID) }
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
