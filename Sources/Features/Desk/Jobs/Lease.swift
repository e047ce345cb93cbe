import Storage

/// Work without an end that one process alone does at a time, such as the fetching of a mailbox. Whoever does it renews its lease; when it
/// dies another takes over as soon as the lease has run out, and the same process at once when it comes back.
package enum Lease {
  /// Milliseconds.
  static let length: Int64 = 2 * 60 * 1000
  /// Seconds between two renewals: a few may fail.
  package static let renewal: Int64 = 30
}

extension World {
  /// Takes the leases that are free and renews those that this process has.
  /// - Returns: those that it has now.
  package func hold(_ names: Set<String>) async throws -> Set<String> {
    let (now, instance) = (now(), instance)
    return try await store.write { db in
      var held: Set<String> = []
      for name in names.sorted() {
        let changed = try db.run(
          """
          INSERT INTO lease (name, held_by, held_until) VALUES (\(name), \(instance), \(now.adding(milliseconds: Lease.length)))
          ON CONFLICT (name) DO UPDATE SET held_by = excluded.held_by, held_until = excluded.held_until
          WHERE lease.held_by = excluded.held_by OR lease.held_until < \(now)
          """)
        if changed == 1 { held.insert(name) }
      }
      return held
    }
  }

  /// What this process does no more another need not wait for.
  package func letGo(_ names: Set<String>) async throws {
    let instance = instance
    _ = try await store.write { db in
      try db.run("DELETE FROM lease WHERE name IN (\(list: names.sorted())) AND held_by = \(instance)")
    }
  }
}
