import Storage
import Synchronization

/// What hindered a part of the desk that has no row to write it down in, such as the built-in receiver. It is told for a while after it was
/// last met, or until the part has done its work again.
package final class Hindrances: Sendable {
  private struct Hindrance {
    let report: HealthReport
    let until: Instant
  }
  private let state = Mutex<[String: Hindrance]>([:])
  static let memory: Int64 = 15 * 60

  package init() {}
  package func note(_ report: HealthReport, at now: Instant) {
    state.withLock { $0[report.name] = Hindrance(report: report, until: now + .seconds(Self.memory)) }
  }
  package func end(_ name: String) { state.withLock { $0[name] = nil } }
  func reports(at now: Instant) -> [HealthReport] {
    state.withLock { $0.values.filter { now < $0.until }.map(\.report).sorted { $0.name < $1.name } }
  }
}
