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

/// What the program says.
enum Terminal {
  static func complain(_ complaint: Complaint) { say("otklik: \(complaint)") }
  /// To the error stream: what a person reads while a script reads the output.
  static func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
  /// To the output, at once: a pipe would otherwise hold it back.
  static func print(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

  static func json(_ object: Any) throws -> String {
    String(
      decoding: try JSONSerialization.data(withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]),
      as: UTF8.self)
  }

  static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }
}

/// How far long work has come; on a terminal one line that changes, elsewhere a line now and then.
struct Progress {
  private let what: String
  private let total: Int
  private var shown = ContinuousClock.now

  init(_ what: String, of total: Int) {
    self.what = what
    self.total = total
  }

  mutating func reach(_ count: Int) {
    let pause: Duration = Terminal.isInteractive ? .milliseconds(200) : .seconds(10)
    guard count == total || shown.duration(to: .now) > pause else { return }
    shown = .now
    let text = "\(what): \(count) of \(total)"
    if Terminal.isInteractive {
      FileHandle.standardError.write(Data("\r\(text)\(count == total ? "\n" : "")".utf8))
    } else if count < total {
      Terminal.say(text)
    }
  }
}
