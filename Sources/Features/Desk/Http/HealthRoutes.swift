import Foundation
import Hummingbird
import Storage
import Web

/// `/healthz`: the program answers. `/readyz`: it can do its work; what exactly cannot be done is told to its operator only.
enum HealthRoutes {
  static func add(to routes: Routes) {
    routes.get("healthz", .anyone) { _ in
      Response(
        status: .ok, headers: [.contentType: "text/plain", .cacheControl: "no-store"], body: .init(byteBuffer: ByteBuffer(string: "ok\n")))
    }
    routes.get("readyz", .anyone) { visit in
      let checks = await Readiness.checks(of: visit.world, now: visit.now)
      let isReady = checks.allSatisfy { $0.isWell || !$0.isVital }
      var answer: [String: Any] = ["ready": isReady]
      if visit.isFromOperator {
        answer["checks"] = checks.map { ["name": $0.name, "well": $0.isWell, "vital": $0.isVital, "detail": $0.detail] as [String: Any] }
      }
      return try visit.json(answer, status: isReady ? .ok : .serviceUnavailable)
    }
  }
}

/// What a desk needs to do its work. Vital is what makes a load balancer choose another node; the rest wants a person.
package struct Readiness: Sendable {
  package let name: String
  package let isWell: Bool
  package let isVital: Bool
  package let detail: String

  /// Less free space than this and a person has to act.
  static let leastFreeSpace: Int64 = 500 << 20
  /// Less than this and nothing can be promised any more.
  static let vitalFreeSpace: Int64 = 50 << 20

  package static func checks(of world: World, now: Instant) async -> [Readiness] {
    do {
      let (steps, reports) = try await world.read { db -> (Set<String>, [HealthReport]) in
        (Set(try db.values("SELECT name FROM schema_step")), try world.features.flatMap { try $0.health(db, now: now) })
      }
      let wanted = Set(world.features.flatMap { $0.schema.map(\.name) })
      let database = Readiness(name: "database", isWell: true, isVital: true, detail: "")
      return [database, schema(steps, wanted)] + disk(world) + reports.map(Readiness.init)
    } catch {
      world.log.error("not ready", metadata: ["error": "\(error)"])
      return [Readiness(name: "database", isWell: false, isVital: true, detail: "\(error)")] + disk(world)
    }
  }

  private init(name: String, isWell: Bool, isVital: Bool, detail: String) {
    self.name = name
    self.isWell = isWell
    self.isVital = isVital
    self.detail = detail
  }

  private init(_ report: HealthReport) {
    self.init(name: report.name, isWell: report.isWell, isVital: false, detail: report.isWell ? "" : report.key)
  }

  private static func schema(_ done: Set<String>, _ wanted: Set<String>) -> Readiness {
    let missing = wanted.subtracting(done).sorted()
    return Readiness(name: "migrations", isWell: missing.isEmpty, isVital: true, detail: missing.joined(separator: ", "))
  }

  private static func disk(_ world: World) -> [Readiness] {
    guard let free = DiskSpace.free(at: world.dataFolder) else { return [] }
    let detail = "\(free >> 20) MB free"
    return [Readiness(name: "disk", isWell: free > leastFreeSpace, isVital: free < vitalFreeSpace, detail: detail)]
  }
}
