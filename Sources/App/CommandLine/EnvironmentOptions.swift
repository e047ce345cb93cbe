/// Options of commands from the environment, for scripts and containers: OTKLIK_MAILBOX_IMAP is `--imap` of `otklik mailbox`. What the
/// command line says wins. The settings are read elsewhere: for them a file has its say as well, see `SettingSources`.
enum EnvironmentOptions {
  /// The arguments with those options added that only the environment has.
  static func completed(_ arguments: [String], _ environment: [String: String]) throws -> [String] {
    let settings = Set(SettingKey.allCases.map(\.variable))
    guard environment.keys.contains(where: { $0.hasPrefix("OTKLIK_") && !settings.contains($0) }) else { return arguments }
    let path = CommandTree.path(to: arguments)
    let given = arguments.prefix { $0 != "--" }
    let missing = path.last!.parameters.filter { parameter in
      !parameter.isSetting && !parameter.longNames.contains { name in given.contains { $0 == "--\(name)" || $0.hasPrefix("--\(name)=") } }
    }
    let added = try missing.compactMap { parameter -> String? in
      guard let variable = CommandTree.variable(of: parameter, in: path), let value = environment[variable], !value.isEmpty else {
        return nil
      }
      let name = parameter.longNames[0]
      guard parameter.kind == .flag else { return "--\(name)=\(value)" }
      switch value.lowercased() {
      case "1", "true", "yes", "on": return "--\(name)"
      case "0", "false", "no", "off": return nil
      default: throw Complaint(.usage, t("command.usage.noSwitch", ["variable": variable, "value": value]))
      }
    }
    // Behind the command's name: what follows `--` are no options.
    let names = path.count - 1 + (arguments.first == "help" ? 1 : 0)
    return arguments[..<names] + added + arguments[names...]
  }
}
