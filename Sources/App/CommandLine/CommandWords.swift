import Foundation
import Web

/// Everything that the command line says, in the language of whoever sits at the terminal. One for the process: a terminal has one.
let t: Words = (try? CommandWords.found.get()) ?? Words(language: CommandWords.language(), texts: [:])

enum CommandWords {
  /// Read once. A failure is told by `Program` before anything else is done.
  static let found = Result { try Translations(folder: ResourceFolder.find(resources) + "/Languages")[language()] }

  /// OTKLIK_LANGUAGE, or what the system says of messages; English otherwise.
  static func language(_ environment: [String: String] = ProcessInfo.processInfo.environment) -> Language {
    if let chosen = environment["OTKLIK_LANGUAGE"].flatMap(Language.init(rawValue:)) { return chosen }
    // The first that is set counts, as for every program (locale(7)).
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
    let locale = names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    return Language.allCases.first { locale == $0.rawValue || locale.hasPrefix("\($0.rawValue)_") } ?? .en
  }

  /// What the command line or the environment says of the folder; the settings file cannot be asked yet.
  private static var resources: String? {
    let arguments = CommandLine.arguments
    if let at = arguments.firstIndex(of: "--resources"), at + 1 < arguments.count { return arguments[at + 1] }
    if let one = arguments.first(where: { $0.hasPrefix("--resources=") }) { return String(one.dropFirst("--resources=".count)) }
    return ProcessInfo.processInfo.environment[SettingKey.resources.variable].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// What the system says of a failure, by its number.
  static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: t("command.system.missing")
    case EACCES, EPERM: t("command.system.notAllowed")
    case ENOSPC: t("command.system.diskFull")
    case EDQUOT: t("command.system.quota")
    case EROFS: t("command.system.readOnly")
    case EIO: t("command.system.broken")
    case ENOTDIR: t("command.system.noFolder")
    case EISDIR: t("command.system.folder")
    case EEXIST: t("command.system.exists")
    case EMFILE, ENFILE: t("command.system.tooManyFiles")
    default: String(cString: strerror(code))
    }
  }
}
