/// A setting as somebody wrote it, with where: for errors and for `otklik config`.
struct SettingValue {
  enum Origin: CustomStringConvertible {
    case preset
    case file(String, line: Int?)
    case environment(String)
    case option(String)

    var description: String {
      switch self {
      case .preset: t("command.settings.preset")
      case .file(let path, let line): line.map { t("command.settings.line", ["path": path, "line": "\($0)"]) } ?? path
      case .environment(let name): name
      case .option(let name): name
      }
    }
  }

  let text: String
  let origin: Origin
}

extension Complaint {
  static func setting(_ key: SettingKey, _ value: SettingValue, _ expectation: String) -> Complaint {
    let facts = ["origin": "\(value.origin)", "name": key.rawValue, "expected": expectation]
    guard !key.isSecret else { return Complaint(.settings, t("command.settings.wrongSecret", facts)) }
    return Complaint(.settings, t("command.settings.wrong", facts.merging(["value": value.text]) { $1 }))
  }
}
