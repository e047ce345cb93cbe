import Foundation
import Yams

/// Collects the settings from where they can be set, the later over the earlier: defaults, file, environment, command line.
struct SettingSources {
  var options: [SettingKey: String] = [:]
  /// `--settings`; a file that is named must be there, the one in the data folder may be.
  var file: String?
  var environment: [String: String] = ProcessInfo.processInfo.environment

  func collect() throws -> [SettingKey: SettingValue] {
    var values: [SettingKey: SettingValue] = [:]
    for key in SettingKey.allCases {
      if let preset = key.preset { values[key] = SettingValue(text: preset, origin: .preset) }
    }
    let above = try fromEnvironment().merging(fromOptions()) { $1 }
    values.merge(try fromFile(data: (above[.data] ?? values[.data]!).text)) { $1 }
    values.merge(above) { $1 }
    return values
  }

  private func fromOptions() -> [SettingKey: SettingValue] {
    let given = options.filter { !$0.value.isEmpty }
    return Dictionary(uniqueKeysWithValues: given.map { ($0, SettingValue(text: $1, origin: .option("--" + $0.rawValue))) })
  }

  private func fromEnvironment() throws -> [SettingKey: SettingValue] {
    var values: [SettingKey: SettingValue] = [:]
    for key in SettingKey.allCases {
      // An empty variable is none: `OTKLIK_SMTP= otklik serve`.
      let text = environment[key.variable].flatMap { $0.isEmpty ? nil : $0 }
      if let text { values[key] = SettingValue(text: text, origin: .environment(key.variable)) }
      let pointer = key.variable + "_FILE"
      guard key.isSecret, let path = environment[pointer] else { continue }
      guard text == nil else { throw Complaint(.settings, t("command.settings.both", ["first": key.variable, "second": pointer])) }
      guard let data = FileManager.default.contents(atPath: path) else {
        throw Complaint(.settings, t("command.settings.unreadable", ["variable": pointer, "path": path]))
      }
      let secret = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
      values[key] = SettingValue(text: secret, origin: .environment("\(pointer) (\(path))"))
    }
    return values
  }

  private func fromFile(data: String) throws -> [SettingKey: SettingValue] {
    let named = file ?? environment["OTKLIK_SETTINGS"]
    let path = named ?? "\(data)/settings.yml"
    guard let contents = FileManager.default.contents(atPath: path) else {
      // Left out in silence, a file that is there would be the worst of all: the desk would run, but otherwise.
      if named != nil || FileManager.default.fileExists(atPath: path) {
        throw Complaint(.settings, t("command.settings.noFile", ["path": path]))
      }
      return [:]
    }
    let values = try SettingsFile(path: path, text: String(decoding: contents, as: UTF8.self)).values()
    if named == nil, let folder = values[.data] {
      throw Complaint(
        .settings, t("command.settings.dataInFile", ["origin": "\(folder.origin)"]))
    }
    return values
  }
}

/// `settings.yml`: names and plain values, a list for the proxies.
struct SettingsFile {
  let path: String
  let text: String

  func values() throws -> [SettingKey: SettingValue] {
    guard let root = try parsed(), root != .scalar(.init("")) else { return [:] }
    guard case .mapping(let mapping) = root else { throw complaint(root, t("command.settings.lines")) }
    var values: [SettingKey: SettingValue] = [:]
    for (name, node) in mapping {
      guard let key = name.string.flatMap(SettingKey.init(rawValue:)) else {
        let known = SettingKey.allCases.map(\.rawValue).joined(separator: ", ")
        throw complaint(name, t("command.settings.unknown", ["name": name.string ?? "?", "known": known]))
      }
      let text = try value(of: node, for: key)
      if !text.isEmpty { values[key] = SettingValue(text: text, origin: .file(path, line: name.mark?.line)) }
    }
    return values
  }

  private func parsed() throws -> Node? {
    do {
      return try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw Complaint(.settings, t("command.settings.noYAML", ["path": path, "error": "\(error)"]))
    }
  }

  private func value(of node: Node, for key: SettingKey) throws -> String {
    switch node {
    case .scalar(let scalar): return node.null == nil ? scalar.string : ""
    case .sequence(let items) where key.isList:
      return try items.map { item in
        guard case .scalar(let scalar) = item else { throw complaint(item, t("command.settings.list", ["name": key.rawValue])) }
        return scalar.string
      }.joined(separator: ",")
    default:
      let expected = key.isList ? t("command.settings.addresses") : t("command.settings.oneValue")
      throw complaint(node, t("command.settings.shape", ["name": key.rawValue, "expected": expected]))
    }
  }

  private func complaint(_ node: Node, _ text: String) -> Complaint {
    Complaint(.settings, "\(SettingValue.Origin.file(path, line: node.mark?.line)): \(text).")
  }
}
