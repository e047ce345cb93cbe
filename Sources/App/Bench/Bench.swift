import ArgumentParser
import Desk
import Foundation
import Secrets
import Storage

struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: t("command.bench"),
    discussion:
      t("command.bench.more"),
    subcommands: [Generate.self, Counts.self, Create.self, Mail.self])

  struct Generate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: t("command.bench.generate"))
    @OptionGroup(title: t("command.help.settings")) var options: DeskOptions
    @Option(help: ArgumentHelp(t("command.bench.tickets"))) var tickets: Int

    func validate() throws {
      guard (100...100_000_000).contains(tickets) else { throw ValidationError(t("command.bench.tickets.few")) }
    }

    func run() async throws {
      let facts = try await OpenDesk.using(options.load(), for: .begin) { desk in
        try await Demo.refuseUnlessEmpty(desk.world)
        let hash = await desk.world.passwords.hash(Secret(BenchCast.password))
        var bench = BenchDesk(world: desk.world, tickets: tickets)
        return try await bench.generate(passwordHash: hash)
      }
      try Measured.print(facts)
    }
  }

  struct Counts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: t("command.bench.counts"))
    @OptionGroup(title: t("command.help.settings")) var options: DeskOptions

    func run() async throws {
      try await OpenDesk.using(options.load()) { desk in try Measured.print(try await BenchCounts(world: desk.world).run()) }
    }
  }

  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: t("command.bench.create"))
    @OptionGroup(title: t("command.help.settings")) var options: DeskOptions
    @Option(help: ArgumentHelp(t("command.bench.tickets"))) var count = 20_000
    @Option(help: ArgumentHelp(t("command.bench.clients"))) var clients = 32

    func run() async throws {
      try await OpenDesk.using(options.load(), for: .serve) { desk in
        try Measured.print(try await BenchCreate(world: desk.world, count: count, clients: clients).run())
      }
    }
  }

  struct Mail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: t("command.bench.mail"))
    @OptionGroup(title: t("command.help.settings")) var options: DeskOptions
    @Option(help: ArgumentHelp(t("command.bench.letters"))) var count = 5_000

    func run() async throws {
      try await OpenDesk.using(options.load(), for: .serve) { desk in
        try Measured.print(try await BenchMail(world: desk.world, count: count).run())
      }
    }
  }
}
