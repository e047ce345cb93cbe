import ArgumentParser

/// The options that every command takes: which desk it is.
struct DeskOptions: ParsableArguments {
  @Option(help: ArgumentHelp(t("command.settings.data"), valueName: "dir")) var data: String?
  @Option(help: ArgumentHelp(t("command.settings.settings"), valueName: "file")) var settings: String?
  @Option(
    help: ArgumentHelp(
      t("command.settings.postgresql"),
      valueName: "url"))
  var database: String?
  @Option(help: ArgumentHelp(t("command.settings.resources"), valueName: "dir")) var resources: String?
  @Option(
    help: ArgumentHelp(t("command.settings.mailNetworks"), valueName: "list"))
  var mailNetworks: String?
  @Option(help: ArgumentHelp(t("command.settings.logLevel"), valueName: "level")) var logLevel: String?
  @Option(help: ArgumentHelp(t("command.settings.logFormat.option"), valueName: "format")) var logFormat: String?

  var given: [SettingKey: String] {
    let pairs: [(SettingKey, String?)] = [
      (.data, data), (.database, database), (.resources, resources), (.mailNetworks, mailNetworks), (.logLevel, logLevel),
      (.logFormat, logFormat),
    ]
    return pairs.reduce(into: [:]) { $0[$1.0] = $1.1 }
  }

  func load(_ more: [SettingKey: String?] = [:]) throws -> Settings {
    let options = given.merging(more.compactMapValues { $0 }) { $1 }
    return try Settings(SettingSources(options: options, file: settings))
  }
}

/// And where it is reached. Commands that name an address of another kind do without.
struct SettingsOptions: ParsableArguments {
  @OptionGroup var desk: DeskOptions
  @Option(help: ArgumentHelp(t("command.settings.browsers"), valueName: "url")) var address: String?

  func load(_ more: [SettingKey: String?] = [:]) throws -> Settings {
    try desk.load(more.merging([.address: address]) { given, _ in given })
  }
}
