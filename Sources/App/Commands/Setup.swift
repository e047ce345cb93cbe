import ArgumentParser
import Desk
import Foundation
import Secrets
import Web

struct Setup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Set up a fresh desk: what the first-run wizard asks for, from the command line.")
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
    try await OpenDesk.using(options.load()) { desk in
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

/// A password from the command line, the environment or the input: the first is seen by other users of the machine.
struct PasswordOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The password, or “-” to read it from the input. Better in OTKLIK_ADMIN_PASSWORD, or in the file that OTKLIK_ADMIN_PASSWORD_FILE names.",
      valueName: "password"))
  var adminPassword: String?

  func read() throws -> Secret {
    let environment = ProcessInfo.processInfo.environment
    if let given = adminPassword, given != "-" { return Secret(given) }
    if adminPassword == nil, let given = environment["OTKLIK_ADMIN_PASSWORD"] { return Secret(given) }
    if adminPassword == nil, let path = environment["OTKLIK_ADMIN_PASSWORD_FILE"] {
      guard let data = FileManager.default.contents(atPath: path) else { throw Complaint(.missing, "\(path) cannot be read.") }
      return Secret(String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines))
    }
    guard adminPassword == "-", let line = readLine() else {
      throw ValidationError("Missing a password: --admin-password, or OTKLIK_ADMIN_PASSWORD.")
    }
    return Secret(line)
  }
}
