import ArgumentParser
import Foundation

struct Otklik: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "otklik", abstract: t("command.about"),
    discussion: t(
      "command.about.more",
      ["statuses": CommandStatus.allCases.map { "  \($0.rawValue)  \($0.meaning)" }.joined(separator: "\n")]),
    version: Version.current,
    subcommands: [
      Serve.self, Setup.self, MailboxCommand.self, Migrate.self, User.self, Key.self, Backup.self, Restore.self, Doctor.self, Demo.self,
      ShowConfig.self, Bench.self,
    ])
}

enum Version {
  static let current = "0.1.0"
}

@main enum Program {
  static func main() async {
    // What is created belongs to its owner alone.
    umask(0o077)
    do {
      // Without its texts the program could not even say what is wrong later.
      _ = try CommandWords.found.get()
      var command = try Otklik.parseAsRoot(EnvironmentOptions.completed(arguments, ProcessInfo.processInfo.environment))
      if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
      try Terminal.confirm()
    } catch let code as ExitCode {
      exit(code.rawValue)
    } catch let error where error is ValidationError || Otklik.exitCode(for: error) != .failure {
      exit(answer(error))
    } catch {
      let complaint = Complaint(error)
      Terminal.complain(complaint)
      exit(complaint.status.rawValue)
    }
  }

  private static var arguments: [String] { Array(CommandLine.arguments.dropFirst()) }

  /// Says what the parser ends with: help or the version that was asked for, or what is wrong with the command line.
  private static func answer(_ error: any Error) -> Int32 {
    let page = HelpPage(path: CommandTree.path(to: arguments))
    if Otklik.exitCode(for: error) == .success {
      let said = Otklik.fullMessage(for: error)
      Terminal.print(said.contains("USAGE: \(Otklik.configuration.commandName!)") ? page.text : said)
      return EXIT_SUCCESS
    }
    let advice = t("command.usage.see", ["usage": page.usage, "command": page.name])
    Terminal.complain(Complaint(.usage, UsageWords.sentence(Otklik.message(for: error)), advice: advice))
    return CommandStatus.usage.rawValue
  }
}
