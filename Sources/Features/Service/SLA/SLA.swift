import Desk
import Storage

/// Service levels: what the desk promises to whom, the clocks that run for it, and who is told before it is too late.
package enum SLA: Feature {
  package static var schema: [Migration] { SLASchema.steps }
  package static var jobs: [any Job.Type] { [WakeForTicket.self] }

  package static func heard(_ event: Event, in change: Transaction) throws {
    switch event.subject.kind {
    case "ticket" where !event.kind.rawValue.hasPrefix("sla."): Recounting.enqueue(for: event, in: change)
    case "desk" where event.kind == .deskSetUp: try ReadyLevels.adapt(to: DeskProfile.load(in: change.db), in: change.db)
    default: break
    }
  }
}
