import ArgumentParser
import Desk
import Secrets
import Storage

struct Demo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fill an empty desk with a lively example.",
    discussion: """
      Ten employees in three teams, six companies, two hundred tickets of the last ninety days, in Russian. All mail addresses end \
      in .example, which no mail server delivers to. A desk that holds anything is left alone.
      """)
  @OptionGroup var options: SettingsOptions
  @Option(help: "The password of all employees of the example (default: one is made and printed).") var password: String?

  func run() async throws {
    let secret = Secret(password ?? Random.publicID())
    guard secret.reveal().count >= Password.shortest else {
      throw Refusal.invalid("password", "error.passwordShort", ["count": String(Password.shortest)])
    }
    try await OpenDesk.using(options.load(), for: .begin) { desk in
      try await Self.refuseUnlessEmpty(desk.world)
      var stage = DemoStage(world: desk.world)
      try await stage.play(password: secret)
    }
    Terminal.print("The desk “\(DemoCast.company)” is ready: otklik serve. The password of everybody is \(secret.reveal())")
    for person in DemoCast.people { Terminal.print("  \(person.email)\t\(person.name)\t\(person.role)") }
  }

  static func refuseUnlessEmpty(_ world: World) async throws {
    let isUsed = try await world.read { db in
      try DeskProfile.load(in: db).isSetUp || db.exists("SELECT 1 FROM ticket LIMIT 1") || db.exists("SELECT 1 FROM employee LIMIT 1")
    }
    guard !isUsed else {
      throw Complaint(
        .refused, "This desk is in use; the example fills an empty one only.", advice: "Choose a new folder: otklik demo --data ./example")
    }
  }
}
