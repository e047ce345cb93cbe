import Desk
import Synchronization

/// How often servers may be tried from a page: often enough for somebody who looks for the right settings, too seldom for somebody who
/// looks around in a network.
final class MailboxTestRate: Sendable {
  static let most = 30
  static let window: Int64 = 10 * 60
  private let tries = Mutex<[Instant]>([])

  /// - Throws: when there were too many lately.
  static func count(in world: World) throws {
    let now = world.now()
    let isWithin = world.parts.the(MailboxTestRate()).tries.withLock { tries in
      tries.removeAll { $0 <= now + .seconds(-window) }
      guard tries.count < most else { return false }
      tries.append(now)
      return true
    }
    if !isWithin { throw Refusal.invalid("", "mailbox.test.tooOften", ["minutes": String(window / 60)]) }
  }
}
