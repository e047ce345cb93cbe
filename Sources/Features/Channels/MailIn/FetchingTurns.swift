import Desk
import Storage

/// Which mailboxes this process reads. Of several processes on one database each mailbox is read by one: two would take every message
/// twice, if only to find out that it is known.
struct FetchingTurns {
  private var asked: Set<String> = []
  private var held: Set<String> = []
  private var askedAt: Instant?

  /// Asks for what is new at once, for the rest now and then.
  mutating func mine(of mailboxes: [Mailbox], world: World) async throws -> [Mailbox] {
    let names = Set(mailboxes.map(Self.name))
    let isFresh = askedAt.map { world.now() < $0 + .seconds(Lease.renewal) } ?? false
    if names != asked || !isFresh {
      let gone = held.subtracting(names)
      if !gone.isEmpty { try await world.letGo(gone) }
      // Every lease costs a write: without mailboxes there is none.
      held = names.isEmpty ? [] : try await world.hold(names)
      (asked, askedAt) = (names, world.now())
    }
    return mailboxes.filter { held.contains(Self.name($0)) }
  }

  mutating func end(world: World) async throws {
    let held = held
    (self.held, asked, askedAt) = ([], [], nil)
    if !held.isEmpty { try await world.letGo(held) }
  }

  private static func name(_ mailbox: Mailbox) -> String { "mail.fetch.\(mailbox.id)" }
}
