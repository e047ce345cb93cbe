import ArgumentParser
import Foundation

struct Backup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: t("command.backup"),
    discussion: t("command.backup.more"))
  @OptionGroup(title: t("command.help.settings")) var options: SettingsOptions
  @Argument(help: ArgumentHelp(t("command.backup.path"), valueName: "path")) var path: String?

  func run() async throws {
    let settings = try options.load()
    let (place, folder, manifest) = try await OpenDesk.using(settings) { desk in
      let path = try path ?? Self.ownPath(in: settings.backups)
      return (path, desk.folder.blobs, try await BackupWriter(desk: desk).write(to: path))
    }
    Terminal.print("\(place): \(manifest.summary)")
    manifest.tellMissing(from: folder)
  }

  private static func ownPath(in folder: String) throws -> String {
    let time = Date().formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
    return "\(try DataFolder.prepare(folder).path)/otklik-\(time).tar"
  }
}

struct Restore: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: t("command.restore"),
    discussion: t("command.restore.more"))
  @OptionGroup(title: t("command.help.settings")) var options: SettingsOptions
  @Argument(help: ArgumentHelp(t("command.restore.path"), valueName: "path")) var path: String

  func run() async throws {
    guard options.desk.data != nil || ProcessInfo.processInfo.environment[SettingKey.data.variable] != nil else {
      throw ValidationError(t("command.restore.where"))
    }
    let manifest = try await BackupReader(source: path, settings: options.load()).restore()
    let data = try options.load().data
    Terminal.print("\(data): \(manifest.summary)")
    manifest.tellMissing(from: "\(data)/files")
  }
}

extension BackupManifest {
  var summary: String {
    var counts = rows.sorted { $0.key < $1.key }.map { "\(Self.names[$0.key] ?? $0.key): \($0.value)" }
    counts.append("\(t("command.files")): \(files)")
    return t("command.backup.summary", ["time": madeAt, "counts": counts.joined(separator: ", ")])
  }

  /// To the error stream: the backup is good for all the rest.
  func tellMissing(from folder: String) {
    guard let missing else { return }
    Terminal.say(t("command.backup.filesMissing", ["count": "\(missing.count)"]))
    for blob in missing.prefix(20) { Terminal.say("  \(folder)/\(blob.prefix(2))/\(blob)") }
    Terminal.say(t("command.backup.filesMissing.advice", ["folder": folder]))
  }

  private static let names = [
    "tickets": t("command.backup.tickets"), "messages": t("command.backup.messages"), "events": t("command.events"),
    "attachments": t("command.backup.attachments"), "contacts": t("command.backup.contacts"), "employees": t("command.backup.employees"),
  ]
}
