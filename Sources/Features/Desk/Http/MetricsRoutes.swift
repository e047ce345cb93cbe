import Foundation
import Hummingbird
import Storage
import Web

/// `/metrics` in the format of Prometheus: from the machine itself, or with the token of the setting `metrics-token`
/// (`Authorization: Bearer …`). To everybody else it is not there.
enum MetricsRoutes {
  static func add(to routes: Routes) {
    routes.get("metrics", .anyone) { visit in
      guard visit.isFromOperator else { throw Refusal.notFound }
      let (world, now) = (visit.world, visit.now)
      var lines = MetricLines()
      lines.requests(world.metrics.snapshot)
      lines.gauge("live_streams", "Browsers that listen for changes.", Double(world.live.count))
      lines.gauge("password_checks", "Passwords that were checked since the start.", Double(world.passwords.checks))
      lines.gauge("process_resident_bytes", "Memory of the process.", Double(ProcessMemory.resident))
      if let free = DiskSpace.free(at: world.dataFolder) { lines.gauge("disk_free_bytes", "Free space for the data.", Double(free)) }
      let found: [Fact] = try await world.read { db in try facts(of: world, now: now, in: db) }
      for fact in found { lines.gauge(fact.name, fact.help, fact.value) }
      return Response(
        status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store"],
        body: .init(byteBuffer: ByteBuffer(string: lines.text)))
    }
  }

  private typealias Fact = (name: String, help: String, value: Double)

  private static func facts(of world: World, now: Instant, in db: any Database) throws -> [Fact] {
    let waiting: Int64 = try db.value("SELECT count(*) FROM job WHERE failed_at IS NULL AND run_at <= \(now)") ?? 0
    let failed = try JobQueue.failures(in: db)
    let oldest: Int64? = try db.value("SELECT run_at FROM job WHERE failed_at IS NULL AND run_at <= \(now) ORDER BY run_at LIMIT 1")
    let open: Int64 = try db.value("SELECT cast(coalesce(sum(count), 0) AS BIGINT) FROM ticket_count WHERE bucket = 'open'") ?? 0
    let size: Int64 = try db.value(db.dialect.databaseSize) ?? 0
    let age = oldest.map { Double(now.milliseconds - $0) / 1000 } ?? 0
    var facts: [Fact] = [
      ("jobs_due", "Jobs that are due.", Double(waiting)), ("jobs_failed", "Jobs that were set aside.", Double(failed)),
      ("jobs_oldest_seconds", "How long the oldest job has been due.", age), ("tickets_open", "Open tickets.", Double(open)),
      ("database_bytes", "Size of the database.", Double(size)),
    ]
    for feature in world.features {
      for report in try feature.health(db, now: now) {
        guard let gauge = report.gauge else { continue }
        let name = String(report.name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
        facts.append((name, "Health of \(name).", gauge))
      }
    }
    return facts
  }
}
