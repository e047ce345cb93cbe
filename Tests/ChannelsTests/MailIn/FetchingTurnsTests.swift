import Desk
import DeskTesting
import Storage
import Testing

@testable import Channels
@testable import Mail

/// Several processes on one database: each mailbox is read by one of them.
@Suite struct FetchingTurnsTests {
  private func boxes(_ desk: TestDesk) async throws -> [Mailbox] { try await desk.world.read { try Mailbox.all(in: $0) } }

  private func make() async throws -> (desk: TestDesk, second: World) {
    let desk = try await TestDesk.make()
    try await desk.world.write { change in
      for name in ["a", "b"] {
        var mailbox = Mailbox.blank(address: "\(name)@service.example")
        try mailbox.insert(in: change)
      }
    }
    var second = desk.world
    second.instance = "two"
    return (desk, second)
  }

  @Test func whatOneProcessReadsNoOtherReadsUntilItEnds() async throws {
    let (desk, second) = try await make()
    let all = try await boxes(desk)
    var (one, two) = (FetchingTurns(), FetchingTurns())
    #expect(try await one.mine(of: [all[0]], world: desk.world).map(\.id) == [all[0].id])
    #expect(try await two.mine(of: all, world: second).map(\.id) == [all[1].id])
    #expect(try await one.mine(of: all, world: desk.world).map(\.id) == [all[0].id])
    // As long as both live nothing changes hands.
    for _ in 0..<10 {
      desk.clock.advance(minutes: 1)
      #expect(try await one.mine(of: all, world: desk.world).map(\.id) == [all[0].id])
      #expect(try await two.mine(of: all, world: second).map(\.id) == [all[1].id])
    }
    try await one.end(world: desk.world)
    desk.clock.advance(minutes: 1)
    #expect(try await two.mine(of: all, world: second).count == 2)
  }

  @Test func whatADeadProcessReadGoesOverAndIsNotReadTwiceWhenItComesBack() async throws {
    let (desk, second) = try await make()
    let all = try await boxes(desk)
    var (one, two) = (FetchingTurns(), FetchingTurns())
    #expect(try await one.mine(of: all, world: desk.world).count == 2)
    #expect(try await two.mine(of: all, world: second).isEmpty)
    // The first comes back in its own place: it goes on at once.
    var again = FetchingTurns()
    #expect(try await again.mine(of: all, world: desk.world).count == 2)
    desk.clock.advance(minutes: 3)
    #expect(try await two.mine(of: all, world: second).count == 2)
    #expect(try await again.mine(of: all, world: desk.world).isEmpty)
  }

  @Test func aPausedMailboxIsGivenBack() async throws {
    let (desk, second) = try await make()
    let all = try await boxes(desk)
    var (one, two) = (FetchingTurns(), FetchingTurns())
    _ = try await one.mine(of: all, world: desk.world)
    _ = try await one.mine(of: [all[1]], world: desk.world)
    #expect(try await two.mine(of: [all[0]], world: second).map(\.id) == [all[0].id])
  }
}
