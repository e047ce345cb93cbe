import Foundation

/// `--help` of a command: the parser's own is in English only, and knows nothing of variables.
struct HelpPage {
  /// From the program to the command.
  let path: [CommandTree]
  var width = 80

  private var command: CommandTree { path.last! }
  var name: String { path.map(\.commandName).joined(separator: " ") }

  var text: String {
    var parts = [command.abstract ?? "", usage]
    if let discussion = command.discussion, !discussion.isEmpty { parts.append(wrapped(discussion, indent: 0)) }
    let own = command.parameters.filter { !$0.isSetting }
    parts.append(section(t("command.help.arguments"), own.filter { $0.kind == .positional }.map(line)))
    parts.append(section(t("command.help.options"), own.filter { $0.kind != .positional }.map(line)))
    parts.append(section(t("command.help.settings"), command.parameters.filter(\.isSetting).map(line)))
    parts.append(section(t("command.help.commands"), command.commands.map { ($0.commandName, $0.abstract ?? "") }))
    if !command.commands.isEmpty { parts.append(t("command.help.more", ["command": name])) }
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }

  var usage: String {
    let needed = command.parameters.filter { !$0.isOptional && !$0.isBuiltIn && $0.kind != .flag }.map { parameter in
      parameter.kind == .positional ? "<\(parameter.valueName ?? "")>" : label(parameter)
    }
    let spare = command.parameters.filter { $0.isOptional && $0.kind == .positional }.map { "[<\($0.valueName ?? "")>]" }
    let rest = command.commands.isEmpty ? "[\(t("command.help.optionsWord"))]" : "<\(t("command.help.commandWord"))>"
    return t("command.help.usage", ["line": ([name] + needed + spare + [rest]).joined(separator: " ")])
  }

  private func section(_ title: String, _ lines: [(label: String, text: String)]) -> String {
    guard !lines.isEmpty else { return "" }
    let column = min(lines.map { $0.label.count }.max()! + 4, 28)
    let rows = lines.map { line in
      let text = wrapped(line.text, indent: column)
      let label = "  " + line.label
      guard label.count + 2 <= column else { return "\(label)\n\(String(repeating: " ", count: column))\(text)" }
      return label.padding(toLength: column, withPad: " ", startingAt: 0) + text
    }
    return ([title + ":"] + rows).joined(separator: "\n")
  }

  private func line(_ parameter: CommandTree.Parameter) -> (label: String, text: String) {
    if parameter.longNames == ["help"] { return ("-h, --help", t("command.help.help")) }
    if parameter.longNames == ["version"] { return ("--version", t("command.help.version")) }
    let preset = parameter.defaultValue.flatMap { $0.isEmpty ? nil : t("command.help.default", ["value": $0]) }
    let variable = CommandTree.variable(of: parameter, in: path).map { "[\($0)]" }
    return (label(parameter), [parameter.abstract, preset, variable].compactMap { $0 }.joined(separator: " "))
  }

  private func label(_ parameter: CommandTree.Parameter) -> String {
    guard let name = parameter.longNames.first else { return "<\(parameter.valueName ?? "")>" }
    return parameter.kind == .flag ? "--\(name)" : "--\(name) <\(parameter.valueName ?? "")>"
  }

  private func wrapped(_ text: String, indent: Int) -> String {
    let lines = text.components(separatedBy: "\n").flatMap { paragraph -> [String] in
      // A line that is laid out already stays as it is.
      guard !paragraph.hasPrefix(" ") else { return [paragraph] }
      var lines = [""]
      for word in paragraph.split(separator: " ") {
        if lines.last!.isEmpty {
          lines[lines.count - 1] = String(word)
        } else if lines.last!.count + 1 + word.count + indent <= width {
          lines[lines.count - 1] += " " + word
        } else {
          lines.append(String(word))
        }
      }
      return lines
    }
    return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
  }
}
