import ArgumentParser
import Foundation

/// A command as the parser describes it: what its help shows, and which variables it can be given.
struct CommandTree: Decodable {
  struct Parameter: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String
    }
    enum Kind: String, Decodable { case positional, option, flag }

    let kind: Kind
    let isOptional: Bool
    let sectionTitle: String?
    let names: [Name]?
    let valueName: String?
    let defaultValue: String?
    let abstract: String?

    var longNames: [String] { (names ?? []).filter { $0.kind == "long" }.map(\.name) }
    /// Every command has those.
    var isBuiltIn: Bool { longNames == ["help"] || longNames == ["version"] }
    /// One of those that settings.yml can hold as well.
    var isSetting: Bool { sectionTitle == t("command.help.settings") }
  }

  let commandName: String
  let abstract: String?
  let discussion: String?
  let subcommands: [CommandTree]?
  let arguments: [Parameter]?

  var parameters: [Parameter] { arguments ?? [] }
  /// Without the parser's own command `help`.
  var commands: [CommandTree] { (subcommands ?? []).filter { $0.commandName != "help" } }

  static let root: CommandTree = {
    struct Description: Decodable { let command: CommandTree }
    do {
      return try JSONDecoder().decode(Description.self, from: Data(Otklik._dumpHelp().utf8)).command
    } catch {
      fatalError("the parser describes itself otherwise than the version that this was written for: \(error)")
    }
  }()

  /// From the program to the command that the arguments name; `help` before it is no part of it.
  static func path(to arguments: [String]) -> [CommandTree] {
    var path = [root]
    for word in arguments.first == "help" ? arguments[1...] : arguments[...] {
      guard let next = path.last!.commands.first(where: { $0.commandName == word }) else { break }
      path.append(next)
    }
    return path
  }

  /// OTKLIK_LISTEN for a setting and for what `setup` asks, OTKLIK_MAILBOX_IMAP for an option of a command; none for what is written
  /// without a name.
  static func variable(of parameter: Parameter, in path: [CommandTree]) -> String? {
    guard parameter.kind != .positional, !parameter.isBuiltIn, let name = parameter.longNames.first, path.count > 1 else { return nil }
    let command = path[1].commandName
    let owner = parameter.isSetting || command == "setup" ? "" : command + "-"
    return "OTKLIK_" + (owner + name).uppercased().replacing("-", with: "_")
  }

  /// The variables of every command.
  static var variables: Set<String> {
    func all(_ path: [CommandTree]) -> [String] {
      path.last!.parameters.compactMap { variable(of: $0, in: path) } + path.last!.commands.flatMap { all(path + [$0]) }
    }
    return Set(all([root]))
  }
}
