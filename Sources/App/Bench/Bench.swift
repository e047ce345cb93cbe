import ArgumentParser
import Desk
import Foundation
import Secrets
import Storage

struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure this program: make a desk of any size, and time what needs no browser.",
    discussion:
      "What bench/run.sh drives. Each command prints one line of JSON. Rows are written: never use it on a desk that people work with.",
    subcommands: [Generate.self, Counts.self, Create.self, Mail.self])

  struct Generate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Fill an empty desk with three years of tickets, the same ones each time.")
    @OptionGroup var options: DeskOptions
    @Option(help: "How many tickets.") var tickets: Int

    func validate() throws {
      guard (100...100_000_000).contains(tickets) else { throw ValidationError("--tickets must be 100 or more") }
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
    static let configuration = CommandConfiguration(abstract: "Time the counts of twelve views.")
    @OptionGroup var options: DeskOptions

    func run() async throws {
      try await OpenDesk.using(options.load()) { desk in try Measured.print(try await BenchCounts(world: desk.world).run()) }
    }
  }

  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Open tickets by the use case from many clients at once, then write the same rows raw.")
    @OptionGroup var options: DeskOptions
    @Option(help: "How many tickets.") var count = 20_000
    @Option(help: "How many at once.") var clients = 32

    func run() async throws {
      try await OpenDesk.using(options.load(), for: .serve) { desk in
        try Measured.print(try await BenchCreate(world: desk.world, count: count, clients: clients).run())
      }
    }
  }

  struct Mail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Turn letters of 20 KB in two parts into tickets.")
    @OptionGroup var options: DeskOptions
    @Option(help: "How many letters.") var count = 5_000

    func run() async throws {
      try await OpenDesk.using(options.load(), for: .serve) { desk in
        try Measured.print(try await BenchMail(world: desk.world, count: count).run())
      }
    }
  }
}
