import Logging
import ServiceLifecycle
import Storage

/// Beats for all streams at once, ends those of revoked sessions, and forgets people who went without a word.
package struct LiveKeeper: Service {
  static let beat = Duration.seconds(15)
  /// Sessions are looked at every this many beats: once a minute.
  static let beatsBetweenChecks = 4
  private static let sessionsAtOnce = 500

  private let world: World

  package init(world: World) { self.world = world }

  package func run() async throws {
    var beats = 0
    while true {
      // Cancelled when the program stops: what follows sees it.
      try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.beat) }
      if Task.isShuttingDownGracefully || Task.isCancelled { return }
      beats += 1
      tick()
      if beats % Self.beatsBetweenChecks == 0 { await checkSessions() }
    }
  }

  package func tick() {
    world.live.ping()
    for ticket in world.live.presence.expire(now: world.now()) {
      world.live.publish(topic: Presence.topic(ticket), kind: "presence")
    }
  }

  /// A session that was ended, ran out, or whose employee was deactivated hears nothing more.
  package func checkSessions() async {
    let (listening, now) = (world.live.sessions, world.now())
    do {
      let alive = try await world.read { db in try Self.alive(listening, now: now, in: db) }
      world.live.end(sessions: listening.subtracting(alive))
    } catch {
      world.log.error("live sessions could not be checked", metadata: ["error": "\(error)"])
    }
  }

  private static func alive(_ sessions: Set<Int64>, now: Instant, in db: any Database) throws -> Set<Int64> {
    var alive: Set<Int64> = []
    var rest = sessions.sorted()[...]
    while !rest.isEmpty {
      let group = Array(rest.prefix(sessionsAtOnce))
      rest = rest.dropFirst(sessionsAtOnce)
      let idle = now.adding(milliseconds: -Session.idleLimit)
      let found: [Int64] = try db.values(
        """
        SELECT s.id FROM session s JOIN employee e ON e.id = s.employee_id
        WHERE s.id IN (\(list: group)) AND s.expires_at > \(now) AND s.seen_at > \(idle) AND e.is_active = 1
        """)
      alive.formUnion(found)
    }
    return alive
  }
}
