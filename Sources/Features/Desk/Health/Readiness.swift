import Storage

/// What a desk needs to do its work. Vital is what makes a load balancer choose another node; the rest wants a person.
package struct Readiness: Sendable {
  package let name: String
  package let isWell: Bool
  package let isVital: Bool
  /// For operators: facts, in no language.
  package let detail: String
  /// What administrators are told when it is not well; `nil` where no page could be shown to them, or none is needed.
  package let ailment: Ailment?

  /// Less free space than this and a person has to act.
  static let leastFreeSpace: Int64 = 500 << 20
  /// Less than this and nothing can be promised any more.
  static let vitalFreeSpace: Int64 = 50 << 20

  package static func checks(of world: World, now: Instant) async -> [Readiness] {
    let met = world.hindrances.reports(at: now)
    do {
      let (steps, reports) = try await world.read { db -> (Set<String>, [HealthReport]) in
        (Set(try db.values("SELECT name FROM schema_step")), try world.features.flatMap { try $0.health(db, now: now) })
      }
      let wanted = Set(world.features.flatMap { $0.schema.map(\.name) })
      return [Readiness("database", isWell: true, isVital: true), schema(steps, wanted)] + disk(world) + (reports + met).map(Readiness.init)
    } catch {
      world.log.error("not ready", metadata: ["error": "\(error)"])
      return [Readiness("database", isWell: false, isVital: true, detail: "\(error)")] + disk(world) + met.map(Readiness.init)
    }
  }

  private init(_ name: String, isWell: Bool, isVital: Bool, detail: String = "", ailment: Ailment? = nil) {
    self.name = name
    self.isWell = isWell
    self.isVital = isVital
    self.detail = detail
    self.ailment = isWell ? nil : ailment
  }

  private init(_ report: HealthReport) {
    let ailment = Ailment(name: report.name, key: report.key, values: report.values, path: report.path)
    let detail =
      report.isWell ? "" : report.values.isEmpty ? report.key : "\(report.key) \(report.values.values.sorted().joined(separator: " "))"
    self.init(report.name, isWell: report.isWell, isVital: false, detail: detail, ailment: report.isUrgent ? ailment : nil)
  }

  private static func schema(_ done: Set<String>, _ wanted: Set<String>) -> Readiness {
    let missing = wanted.subtracting(done).sorted()
    return Readiness("migrations", isWell: missing.isEmpty, isVital: true, detail: missing.joined(separator: ", "))
  }

  // words: health.disk
  private static func disk(_ world: World) -> [Readiness] {
    guard let free = DiskSpace.free(at: world.dataFolder) else { return [] }
    let ailment = Ailment(name: "disk", key: "health.disk", values: ["free": String(free >> 20)], path: nil)
    return [
      Readiness("disk", isWell: free > leastFreeSpace, isVital: free < vitalFreeSpace, detail: "\(free >> 20) MB free", ailment: ailment)
    ]
  }
}
