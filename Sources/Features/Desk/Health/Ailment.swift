import Storage
import Synchronization

extension Event.Kind {
  /// Something of the desk itself is not well and wants an administrator.
  package static let ailing = Event.Kind("health.ailing")
  package static let recovered = Event.Kind("health.recovered")
}

/// Something of the desk itself that is not well: a mailbox that is not read, a disk that is nearly full.
package struct Ailment: Sendable, Equatable, Codable {
  package let name: String
  /// One sentence that says what to do, and its values.
  package let key: String
  package let values: [String: String]
  /// Where it is mended, if that is in the desk.
  package let path: String?
}

extension Ailment {
  /// What comes and goes is told again after this long at the earliest.
  static let quiet: Int64 = 6 * 3600

  static func open(in db: any Database) throws -> Set<String> {
    Set(try db.values("SELECT name FROM ailment WHERE ended_at IS NULL"))
  }

  /// Writes down what began and what ended. Of several processes that see the same, one records it.
  static func note(_ found: [Ailment], in change: Transaction) throws {
    let now = change.now
    for name in try open(in: change.db).subtracting(found.map(\.name)).sorted() {
      guard try change.db.run("UPDATE ailment SET ended_at = \(now) WHERE name = \(name) AND ended_at IS NULL") == 1 else { continue }
      try change.record(Event(.recovered, of: .health, by: .desk, facts: ["name": name]))
    }
    for ailment in found {
      let began = try change.db.run(
        """
        INSERT INTO ailment (name, since) VALUES (\(ailment.name), \(now))
        ON CONFLICT (name) DO UPDATE SET since = excluded.since, ended_at = NULL WHERE ailment.ended_at IS NOT NULL
        """)
      guard began == 1 else { continue }
      let told = try change.db.run(
        "UPDATE ailment SET told_at = \(now) WHERE name = \(ailment.name) AND (told_at IS NULL OR told_at < \(now + .seconds(-quiet)))")
      guard told == 1 else { continue }
      try change.record(Event(.ailing, of: .health, by: .desk, facts: ailment.facts))
    }
  }

  private var facts: [String: String] {
    var facts = ["name": name, "key": key, "path": path ?? ""]
    for (name, value) in values { facts["value.\(name)"] = value }
    return facts
  }

  /// As it stands in an event.
  package init?(_ event: Event) {
    guard event.kind == .ailing, let name = event.facts["name"], let key = event.facts["key"] else { return nil }
    let values = event.facts.filter { $0.key.hasPrefix("value.") }.map { (String($0.key.dropFirst(6)), $0.value) }
    let path = event.facts["path"].flatMap { $0.isEmpty ? nil : $0 }
    self.init(name: name, key: key, values: Dictionary(uniqueKeysWithValues: values), path: path)
  }
}

extension Event.Subject {
  package static var health: Event.Subject { Event.Subject("health", 1) }
}

/// What is not well, as this process saw it last: every page shows it without asking for it.
package final class HealthBoard: Sendable {
  private let state = Mutex<[Ailment]>([])

  package init() {}
  package var ailments: [Ailment] { state.withLock { $0 } }
  func show(_ new: [Ailment]) { state.withLock { $0 = new } }
}

enum HealthSchema {
  static let steps = [
    Migration(
      "2026-11-27 health: begin",
      [
        """
        CREATE TABLE ailment (
          name TEXT PRIMARY KEY,
          since INTEGER NOT NULL,
          told_at INTEGER,
          ended_at INTEGER
        ) STRICT
        """
      ])
  ]
}
