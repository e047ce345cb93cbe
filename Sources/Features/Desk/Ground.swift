import Hummingbird
import ServiceLifecycle
import Storage

/// What all features stand on: the desk's own row, events, jobs, search, files of the interface, live updates.
package enum Ground: Feature {
  package static var schema: [Migration] { DeskSchema.steps + EventsSchema.steps + JobsSchema.steps + HealthSchema.steps }

  package static func routes(_ routes: Routes) {
    LiveRoutes.add(to: routes)
    PresenceRoutes.add(to: routes)
    HealthRoutes.add(to: routes)
    SecurityTxtRoutes.add(to: routes)
    MetricsRoutes.add(to: routes)
    JobRoutes.add(to: routes)
  }

  package static var jobs: [any Job.Type] { [Tidy.self] }

  package static func services(_ world: World) -> [any Service] { [LiveKeeper(world: world), HealthKeeper(world: world)] }

  package static func health(_ db: any Database, now: Instant) throws -> [HealthReport] {
    [try JobQueue.health(db, now: now), try JobQueue.setAside(db)]
  }
}

/// After the tables that it searches.
package enum Searching: Feature {
  package static var schema: [Migration] { SearchSchema.steps }
  package static func routes(_ routes: Routes) { SearchRoutes.add(to: routes) }
}
