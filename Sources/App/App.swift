import ArgumentParser
import Foundation

struct Otklik: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "otklik", abstract: "A service desk: one program, one folder of data.",
    discussion: """
      Begin with `otklik serve` and open the address that it prints. Options can also be set in the environment \
      (OTKLIK_DATA, OTKLIK_LISTEN, …) and in DATA/settings.yml; `otklik config` shows what holds and why.

      EXIT STATUS
        0   done
      \(CommandStatus.allCases.map { "  \($0.rawValue)  \($0.meaning)" }.joined(separator: "\n"))
      """,
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
      let arguments = EnvironmentOptions.completed(Array(CommandLine.arguments.dropFirst()), ProcessInfo.processInfo.environment)
      var command = try Otklik.parseAsRoot(arguments)
      if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
      try Terminal.confirm()
    } catch let error where error is ExitCode || error is ValidationError || Otklik.exitCode(for: error) != .failure {
      Otklik.exit(withError: error)
    } catch {
      let complaint = Complaint(error)
      Terminal.complain(complaint)
      exit(complaint.status.rawValue)
    }
  }
}
