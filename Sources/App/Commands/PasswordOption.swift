import ArgumentParser
import Desk
import Foundation
import Secrets

/// A password from the command line, the environment or the input: the first is seen by other users of the machine.
struct PasswordOption: ParsableArguments {
  @Option(
    name: [.customLong("password"), .customLong("admin-password")],
    help: ArgumentHelp(
      "The password, or “-” to read it from the input. Better in OTKLIK_ADMIN_PASSWORD, or in the file that OTKLIK_ADMIN_PASSWORD_FILE names.",
      valueName: "password"))
  var password: String?

  func read() throws -> Secret {
    let environment = ProcessInfo.processInfo.environment
    if let given = password, given != "-" { return Secret(given) }
    if password == nil, let given = environment["OTKLIK_ADMIN_PASSWORD"] { return Secret(given) }
    if password == nil, let path = environment["OTKLIK_ADMIN_PASSWORD_FILE"] {
      guard let data = FileManager.default.contents(atPath: path) else { throw Complaint(.missing, "\(path) cannot be read.") }
      return Secret(String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines))
    }
    if password == nil, isatty(STDIN_FILENO) == 0 {
      throw ValidationError("Missing a password: --password -, OTKLIK_ADMIN_PASSWORD or OTKLIK_ADMIN_PASSWORD_FILE.")
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
      Terminal.say("Password:")
    }
    defer { if isTerminal { tcsetattr(STDIN_FILENO, TCSAFLUSH, &before) } }
    guard let line = readLine() else { throw ValidationError("No password was given.") }
    return line
  }
}
