import ArgumentParser
import Desk
import Foundation
import Secrets
import Web

struct Setup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: t("command.setup"))
  @OptionGroup(title: t("command.help.settings")) var options: SettingsOptions
  @Option(help: ArgumentHelp(t("command.setup.adminEmail"))) var adminEmail: String
  @Option(help: ArgumentHelp(t("command.setup.adminName"))) var adminName: String?
  @OptionGroup var password: AdministratorPassword
  @Option(help: ArgumentHelp(t("command.setup.company"))) var company: String
  @Option(help: ArgumentHelp(t("command.setup.language"))) var language: LanguageOption = .ru
  @Option(help: ArgumentHelp(t("command.setup.timeZone"), valueName: "zone")) var timeZone = "Europe/Moscow"

  func run() async throws {
    let secret = try password.source.read()
    let name = adminName ?? String(adminEmail.prefix { $0 != "@" })
    let first = FirstSetup(
      company: company, language: language.language, timeZone: timeZone, adminName: name, adminEmail: adminEmail)
    let problems = first.problems(password: secret)
    guard problems.isEmpty else { throw Refusal.invalid(problems) }
    try await OpenDesk.using(options.load(), for: .begin) { desk in
      let hash = await desk.world.passwords.hash(secret)
      let team = desk.world.translations[first.language]("setup.firstTeam")
      _ = try await desk.world.write { try first.run(passwordHash: hash, teamName: team, in: $0) }
    }
    Terminal.print(t("command.setup.done", ["company": company, "email": EmailAddress.normalized(adminEmail)]))
  }
}

enum LanguageOption: String, ExpressibleByArgument, CaseIterable {
  case ru, en
  var language: Language { Language(rawValue: rawValue)! }
}
