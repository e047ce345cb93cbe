import ArgumentParser
import Desk
import Foundation
import Secrets
import Web

struct Setup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Set up a fresh desk: what the first-run wizard asks for, from the command line.",
    discussion:
      "Each option can be set in the environment as well: OTKLIK_ADMIN_EMAIL, OTKLIK_COMPANY, OTKLIK_LANGUAGE, OTKLIK_TIME_ZONE, …")
  @OptionGroup var options: SettingsOptions
  @Option(help: "The administrator's mail address, used to sign in.") var adminEmail: String
  @Option(help: "The administrator's name (default: what stands before the @).") var adminName: String?
  @OptionGroup var password: PasswordOption
  @Option(help: "The name of the company whose desk this is.") var company: String
  @Option(help: "ru or en.") var language: LanguageOption = .ru
  @Option(help: ArgumentHelp("For example Europe/Moscow.", valueName: "zone")) var timeZone = "Europe/Moscow"

  func run() async throws {
    let secret = try password.read()
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
    Terminal.print("The desk “\(company)” is set up. Sign in as \(EmailAddress.normalized(adminEmail)).")
  }
}

enum LanguageOption: String, ExpressibleByArgument, CaseIterable {
  case ru, en
  var language: Language { Language(rawValue: rawValue)! }
}
