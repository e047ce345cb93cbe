import ArgumentParser
import Desk
import Secrets
import Storage

struct Demo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: t("command.demo"),
    discussion: t("command.demo.more"))
  @OptionGroup(title: t("command.help.settings")) var options: SettingsOptions
  @Option(help: ArgumentHelp(t("command.demo.password"))) var password: String?

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
    Terminal.print(t("command.demo.ready", ["company": DemoCast.company, "password": secret.reveal()]))
    for person in DemoCast.people { Terminal.print("  \(person.email)\t\(person.name)\t\(person.role)") }
  }

  static func refuseUnlessEmpty(_ world: World) async throws {
    let isUsed = try await world.read { db in
      try DeskProfile.load(in: db).isSetUp || db.exists("SELECT 1 FROM ticket LIMIT 1") || db.exists("SELECT 1 FROM employee LIMIT 1")
    }
    guard !isUsed else {
      throw Complaint(
        .refused, t("command.demo.inUse"), advice: t("command.demo.inUse.advice"))
    }
  }
}
