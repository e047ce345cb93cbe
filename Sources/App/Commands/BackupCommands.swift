import ArgumentParser
import Foundation

struct Backup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Copy the whole desk, while it is served.",
    discussion: """
      A folder, or one file if the name ends in .tar: the database, the files, the key, and the hashes of all of them. Without a path \
      a .tar named after the time goes into the folder of the setting backups (DATA/backups if nothing else is set). Whoever has it can \
      read everything and the passwords of the mailboxes: keep it safe, and a copy on another machine.
      """)
  @OptionGroup var options: SettingsOptions
  @Argument(help: ArgumentHelp("Where to; it must not be there yet.", valueName: "path")) var path: String?

  func run() async throws {
    let settings = try options.load()
    let line = try await OpenDesk.using(settings) { desk in
      let path = try path ?? Self.ownPath(in: settings.backups)
      return "\(path): \(try await BackupWriter(desk: desk).write(to: path).summary)"
    }
    Terminal.print(line)
  }

  private static func ownPath(in folder: String) throws -> String {
    let time = Date().formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
    return "\(try DataFolder.prepare(folder).path)/otklik-\(time).tar"
  }
}

struct Restore: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Put a backup back into a new folder, checking every hash.",
    discussion: "Nothing is overwritten: the folder of --data must be empty or not there, and so must the database of --database.")
  @OptionGroup var options: SettingsOptions
  @Argument(help: ArgumentHelp("The folder or .tar that otklik backup wrote.", valueName: "path")) var path: String

  func run() async throws {
    guard options.desk.data != nil || ProcessInfo.processInfo.environment[SettingKey.data.variable] != nil else {
      throw ValidationError("Say where to: --data DIR, a folder that is empty or not there.")
    }
    let manifest = try await BackupReader(source: path, settings: options.load()).restore()
    Terminal.print("\(try options.load().data): \(manifest.summary)")
  }
}

extension BackupManifest {
  var summary: String {
    let counts = rows.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" } + ["\(files) files"]
    return "whole, of \(madeAt): \(counts.joined(separator: ", "))."
  }
}
