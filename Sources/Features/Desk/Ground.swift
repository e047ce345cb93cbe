import Hummingbird
import Storage

/// What all features stand on: the desk's own row, events, jobs, search, files of the interface, live updates.
package enum Ground: Feature {
  package static var schema: [Migration] { DeskSchema.steps + EventsSchema.steps + JobsSchema.steps }

  package static func routes(_ routes: Routes) {
    LiveRoutes.add(to: routes)
  }
}

/// After the tables that it searches.
package enum Searching: Feature {
  package static var schema: [Migration] { SearchSchema.steps }
}
