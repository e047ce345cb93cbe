import App
import Desk
import Foundation
import Hummingbird
import Logging
import Secrets
import Storage
import Web

/// A whole desk on a real database, with a clock that the test moves and browsers without sockets.
package final class TestDesk: Sendable {
  package let world: World
  package let clock: TestClock
  package let cast: Cast
  package let routes: [Routes.Declared]
  package let jobs: JobRunner
  private let exchange: Exchange

  /// - Parameters:
  ///   - isSetUp: false gives the desk of the first start, without anybody.
  ///   - address: where browsers reach it, when that is told.
  ///   - mailNetworks: where mail servers are reached at any port.
  ///   - around: stands between the desk and its database.
  package static func make(
    isSetUp: Bool = true, address: String? = nil, mailNetworks: [AddressRange] = AddressRange.loopback,
    around: (any Store) -> any Store = { $0 }
  ) async throws -> TestDesk {
    let clock = TestClock()
    let store = around(try await TestStore.make(Wiring.schema(of: features), at: clock.now))
    let resources = resourcesFolder()
    var world = World(
      store: store, features: features, now: { clock.now }, translations: try Translations(folder: "\(resources)/Languages"),
      assets: try Assets(folder: "\(resources)/Public"), blobs: try Blobs(folder: "\(TestStore.temporaryFolder())/files"),
      passwords: PasswordBench(cost: .quick), keys: DeskKeys(key: [UInt8](repeating: 7, count: 32)), live: LiveHub(),
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, address: address)
    world.mailNetworks = mailNetworks
    let cast = isSetUp ? try await Cast.enter(world) : Cast.nobody
    return TestDesk(world: world, clock: clock, cast: cast)
  }

  private init(world: World, clock: TestClock, cast: Cast) {
    self.world = world
    self.clock = clock
    self.cast = cast
    var planned = world
    planned.store = PlannedStore(world.store)
    let (router, declared) = Wiring.router(planned)
    routes = declared
    exchange = Exchange(responder: router.buildResponder())
    jobs = JobRunner(world: planned)
  }

  deinit {
    // A server has room for so many connections.
    let store = world.store
    Task { await store.close() }
  }

  /// Nobody: a browser that never signed in.
  package func stranger() -> Browser { Browser(exchange: exchange) }

  /// A browser in which this employee is signed in.
  package func browser(of employee: Int64) async throws -> Browser {
    let world = world
    let token = try await world.write { try Session.open(for: employee, address: "127.0.0.1", browser: "test", in: $0) }
    let found = try await world.read { try Session.find(token, keys: world.keys, now: world.now(), in: $0) }
    let browser = Browser(exchange: exchange)
    browser.signIn(token: token, formToken: found!.0.formToken)
    return browser
  }

  package func agent(_ id: Int64) async throws -> Agent { try await world.read { try Agent.find(id, in: $0)! } }

  /// Moves the clock and does all jobs that fell due meanwhile.
  package func pass(seconds: Int64) async throws {
    clock.advance(seconds: seconds)
    try await jobs.runDue()
  }

  private static func resourcesFolder() -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
  }
}
