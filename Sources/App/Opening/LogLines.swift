import Foundation
import Logging

/// One line an entry on the error stream: for people, or as JSON for what collects logs.
struct LogLines: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level
  let format: Settings.LogFormat
  let label: String

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  static func logger(_ settings: Settings) -> Logger {
    Logger(label: "otklik") { LogLines(logLevel: settings.logLevel, format: settings.logFormat, label: $0) }
  }

  func log(event: LogEvent) {
    let facts = metadata.merging(event.metadata ?? [:]) { $1 }
    let line = format == .json ? json(event, facts) : text(event, facts)
    Terminal.say(line)
  }

  private var time: String { Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)) }

  func text(_ event: LogEvent, _ facts: Logger.Metadata) -> String {
    let pairs = facts.sorted { $0.key < $1.key }.map { " \($0.key)=\(Self.quoted("\($0.value)"))" }.joined()
    return "\(time) \(event.level.rawValue) \(Self.oneLine("\(event.message)"))\(pairs)"
  }

  private func json(_ event: LogEvent, _ facts: Logger.Metadata) -> String {
    var object = facts.mapValues { "\($0)" }
    object["time"] = time
    object["level"] = event.level.rawValue
    object["message"] = "\(event.message)"
    // A dictionary of strings is always JSON.
    let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
    return String(decoding: data ?? Data(), as: UTF8.self)
  }

  /// What a stranger sent must not look like a line of its own, nor command the terminal that shows it. By scalars: CR and LF
  /// together are one character, and neither of the two.
  private static func oneLine(_ text: String) -> String {
    var line = ""
    for scalar in text.unicodeScalars {
      if hidden.contains(scalar.properties.generalCategory) {
        line += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        line.unicodeScalars.append(scalar)
      }
    }
    return line
  }

  private static let hidden: Set<Unicode.GeneralCategory> = [.control, .format, .lineSeparator, .paragraphSeparator]

  private static func quoted(_ text: String) -> String {
    let line = oneLine(text)
    let needsQuotes = line.isEmpty || line.contains { $0.isWhitespace || $0 == "\"" || $0 == "=" }
    return needsQuotes ? "\"\(line.replacing("\"", with: "\\\""))\"" : line
  }
}
