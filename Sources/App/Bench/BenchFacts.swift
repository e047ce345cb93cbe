import Desk
import WorkTime

/// What the driver needs to know of a generated desk.
struct BenchFacts: Encodable {
  let tickets: Int64
  let email: String
  let password: String
  let newest: Int64
  let long: Int64
  let rare: String
  let common: String
  let madeAt: Instant
}
