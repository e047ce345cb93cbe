/// Options of `otklik setup` from the environment, for scripts and containers: OTKLIK_ADMIN_EMAIL is `--admin-email`. What the command
/// line says wins. The settings have their variables of their own, see `SettingKey`; passwords see `PasswordOption`.
enum EnvironmentOptions {
  static let names = ["admin-email", "admin-name", "company", "language", "time-zone"]

  static func variable(_ name: String) -> String { "OTKLIK_" + name.uppercased().replacing("-", with: "_") }

  /// The arguments with those options added that only the environment has.
  static func completed(_ arguments: [String], _ environment: [String: String]) -> [String] {
    guard arguments.first == "setup" else { return arguments }
    let missing = names.filter { name in !arguments.contains { $0 == "--\(name)" || $0.hasPrefix("--\(name)=") } }
    return arguments
      + missing.compactMap { name in
        environment[variable(name)].flatMap { $0.isEmpty ? nil : "--\(name)=\($0)" }
      }
  }
}
