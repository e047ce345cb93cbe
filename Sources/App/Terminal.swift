import Foundation
import Synchronization

/// What the program says. What cannot be written (the log lies on the disk that is full, nobody reads the pipe) must not end a desk
/// that is served: `FileHandle.write` would.
enum Terminal {
  static func complain(_ complaint: Complaint) { say("otklik: \(complaint)") }
  /// To the error stream: what a person reads while a script reads the output.
  static func say(_ text: String) { _ = write(text + "\n", to: STDERR_FILENO) }
  /// To the output as well, from a program that goes on whether anybody hears it or not.
  static func announce(_ text: String) { _ = write(text + "\n", to: STDOUT_FILENO) }
  /// The answer of a command, at once: a pipe would otherwise hold it back.
  static func print(_ text: String) {
    let code = write(text + "\n", to: STDOUT_FILENO)
    if code != 0 { failure.withLock { $0 = code } }
  }

  /// Called when a command is done: half of an answer is no answer. Whoever closed a pipe has read enough.
  static func confirm() throws {
    let code = failure.withLock { $0 }
    guard code != 0, code != EPIPE else { return }
    let sentence = t("command.output.lost", ["reason": CommandWords.reason(code)])
    throw Complaint(
      code == ENOSPC ? .diskFull : .cannotWrite, sentence, advice: t("command.output.lost.advice"))
  }

  /// The first error that a command met while it printed; 0 is none.
  private static let failure = Mutex<Int32>(0)

  /// The error's number; 0 when everything was written.
  private static func write(_ text: String, to file: Int32) -> Int32 {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return errno }
      bytes = bytes.dropFirst(count)
    }
    return 0
  }

  /// To the error stream, without an end of line.
  static func show(_ text: String) { _ = write(text, to: STDERR_FILENO) }

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
    let text = t("command.progress", ["what": what, "count": "\(count)", "total": "\(total)"])
    if Terminal.isInteractive {
      Terminal.show("\r\(text)\(count == total ? "\n" : "")")
    } else if count < total {
      Terminal.say(text)
    }
  }
}
