/// A setting as somebody wrote it, with where: for errors and for `otklik config`.
struct SettingValue {
  enum Origin: CustomStringConvertible {
    case preset
    case file(String, line: Int?)
    case environment(String)
    case option(String)

    var description: String {
      switch self {
      case .preset: "default"
      case .file(let path, let line): line.map { "\(path), line \($0)" } ?? path
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
    let shown = key.isSecret ? "" : " is “\(value.text)”, but"
    return Complaint(.settings, "\(value.origin): \(key.rawValue)\(shown) \(expectation)")
  }
}
