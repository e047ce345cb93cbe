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
      \(ExitStatus.allCases.map { "  \($0.rawValue)  \($0.meaning)" }.joined(separator: "\n"))
      """,
    version: Version.current,
    subcommands: [
      Serve.self, Setup.self, ShowConfig.self,
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
      var command = try Otklik.parseAsRoot()
      if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
    } catch let error where error is ExitCode || error is ValidationError || Otklik.exitCode(for: error) != .failure {
      Otklik.exit(withError: error)
    } catch {
      let complaint = Complaint(error)
      Terminal.complain(complaint)
      exit(complaint.status.rawValue)
    }
  }
}

enum Terminal {
  static func complain(_ complaint: Complaint) { say("otklik: \(complaint)") }
  /// To the error stream: what a person reads while a script reads the output.
  static func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
  /// To the output, at once: a pipe would otherwise hold it back.
  static func print(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }
}
