import ArgumentParser

/// The options that every command takes: which desk it is.
struct DeskOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The folder of the desk's data (default: ./data).", valueName: "dir")) var data: String?
  @Option(help: ArgumentHelp("A settings file (default: DATA/settings.yml, when there is one).", valueName: "file")) var settings: String?
  @Option(
    help: ArgumentHelp(
      "A PostgreSQL database instead of the SQLite file in the data folder: postgresql://USER:PASSWORD@HOST/NAME. Rather set OTKLIK_DATABASE_FILE: other users of the machine can see command lines.",
      valueName: "url"))
  var database: String?
  @Option(help: ArgumentHelp("The folder that holds Public and Languages (found by itself as a rule).", valueName: "dir")) var resources:
    String?
  @Option(
    help: ArgumentHelp("Addresses or ranges of own mail servers that may be reached at any port, with commas.", valueName: "list"))
  var mailNetworks: String?
  @Option(help: ArgumentHelp("trace, debug, info, notice, warning, error or critical.", valueName: "level")) var logLevel: String?
  @Option(help: ArgumentHelp("text or json.", valueName: "format")) var logFormat: String?

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
  @Option(help: ArgumentHelp("Where browsers reach the desk, for links in mails: https://desk.example.com.", valueName: "url")) var address:
    String?

  func load(_ more: [SettingKey: String?] = [:]) throws -> Settings {
    try desk.load(more.merging([.address: address]) { given, _ in given })
  }
}
