import ArgumentParser
import Desk
import Foundation

struct Doctor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: t("command.doctor"),
    discussion: t("command.doctor.more"))
  @OptionGroup(title: t("command.help.settings")) var options: SettingsOptions
  @OptionGroup(title: t("command.help.settings")) var serving: ServingOptions
  @Flag(help: ArgumentHelp(t("command.doctor.deep"))) var deep = false
  @Flag(help: ArgumentHelp(t("command.json"))) var json = false

  func run() async throws {
    let settings = try options.load(serving.given)
    let findings = try await OpenDesk.using(settings) { desk in try await Examination(desk: desk, isDeep: deep).findings() }
    if json {
      Terminal.print(try Terminal.json(findings.map { ["what": $0.what, "state": $0.state.rawValue, "advice": $0.advice] }))
    } else {
      for finding in findings {
        Terminal.print(
          "\(finding.state.mark) \(finding.what)\(finding.advice.isEmpty ? "" : "\n\(String(repeating: " ", count: finding.state.mark.count + 1))\(finding.advice)")"
        )
      }
    }
    if findings.contains(where: { $0.state == .bad }) { throw ExitCode(1) }
  }
}

/// One thing that was looked at.
struct Finding: Sendable {
  enum State: String, Sendable {
    case well, note, bad
    var mark: String {
      self == .well ? t("command.doctor.mark.well") : self == .note ? t("command.doctor.mark.note") : t("command.doctor.mark.bad")
    }
  }
  let state: State
  let what: String
  let advice: String

  static func well(_ what: String) -> Finding { Finding(state: .well, what: what, advice: "") }
  static func note(_ what: String, _ advice: String) -> Finding { Finding(state: .note, what: what, advice: advice) }
  static func bad(_ what: String, _ advice: String) -> Finding { Finding(state: .bad, what: what, advice: advice) }
}
