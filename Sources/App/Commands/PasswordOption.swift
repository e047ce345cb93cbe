import ArgumentParser
import Desk
import Foundation
import Secrets

/// The password of `otklik setup`.
struct AdministratorPassword: ParsableArguments {
  @Option(
    name: [.customLong("admin-password"), .customLong("password")],
    help: ArgumentHelp(t("command.password", ["variable": "OTKLIK_ADMIN_PASSWORD"]), valueName: "password"))
  var password: String?

  var source: PasswordSource { PasswordSource(given: password, option: "--admin-password", variable: "OTKLIK_ADMIN_PASSWORD") }
}

/// The password of an employee: never the one that the environment has for the administrator.
struct EmployeePassword: ParsableArguments {
  @Option(help: ArgumentHelp(t("command.password", ["variable": "OTKLIK_USER_PASSWORD"]), valueName: "password")) var password: String?

  var source: PasswordSource { PasswordSource(given: password, option: "--password", variable: "OTKLIK_USER_PASSWORD") }
}

/// A password from the command line, the environment or the input: the first is seen by other users of the machine.
struct PasswordSource {
  /// From the command line, or from the variable: `EnvironmentOptions` makes one of the two.
  let given: String?
  let option: String
  let variable: String

  func read() throws -> Secret {
    if let given, given != "-" { return Secret(given) }
    if given == nil, let path = ProcessInfo.processInfo.environment[variable + "_FILE"] {
      guard let data = FileManager.default.contents(atPath: path) else {
        throw Complaint(.missing, t("command.unreadable", ["path": path]))
      }
      return Secret(String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines))
    }
    if given == nil, isatty(STDIN_FILENO) == 0 {
      throw ValidationError(t("command.password.missing", ["option": option, "variable": variable]))
    }
    return Secret(try ask())
  }

  /// Long enough, and not too long.
  func checked() throws -> Secret {
    let secret = try read()
    let length = secret.reveal().count
    guard length >= Password.shortest else {
      throw Refusal.invalid("password", "error.passwordShort", ["count": String(Password.shortest)])
    }
    guard length <= Password.longest else { throw Refusal.invalid("password", "error.tooLong", ["limit": String(Password.longest)]) }
    return secret
  }

  /// Without showing what is typed.
  private func ask() throws -> String {
    let isTerminal = isatty(STDIN_FILENO) == 1
    var before = termios()
    if isTerminal {
      tcgetattr(STDIN_FILENO, &before)
      var silent = before
      silent.c_lflag &= ~tcflag_t(ECHO)
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
      Terminal.say(t("command.password.ask"))
    }
    defer { if isTerminal { tcsetattr(STDIN_FILENO, TCSAFLUSH, &before) } }
    guard let line = readLine() else { throw ValidationError(t("command.password.none")) }
    return line
  }
}
