import ArgumentParser
import Foundation

struct ShowConfig: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: t("command.config"))
  @OptionGroup(title: t("command.help.settings")) var options: SettingsOptions
  @OptionGroup(title: t("command.help.settings")) var serving: ServingOptions
  @Flag(help: ArgumentHelp(t("command.json"))) var json = false

  func run() throws {
    let lines = Self.lines(of: try options.load(serving.given))
    if json {
      let object = lines.map { ["name": $0.name, "value": $0.value, "from": $0.origin] }
      Terminal.print(
        String(
          decoding: try JSONSerialization.data(withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]),
          as: UTF8.self))
    } else {
      for line in lines { Terminal.print("\(line.name): \(line.value)  # \(line.origin)") }
    }
  }

  static func lines(of settings: Settings) -> [(name: String, value: String, origin: String)] {
    SettingKey.allCases.map { key in
      guard let value = settings.values[key] else {
        return (key.rawValue, key == .database ? "sqlite" : "", "\(SettingValue.Origin.preset)")
      }
      return (key.rawValue, key.isSecret ? "•••" : value.text, "\(value.origin)")
    }
  }
}
