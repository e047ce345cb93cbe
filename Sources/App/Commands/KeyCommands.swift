import ArgumentParser
import Desk
import Foundation
import Secrets
import Storage

struct Key: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: t("command.key"), subcommands: [Check.self, New.self])

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: t("command.key.check"),
      discussion: t("command.key.check.more"))
    @OptionGroup(title: t("command.help.settings")) var options: SettingsOptions

    func run() async throws {
      try await OpenDesk.using(options.load()) { desk in
        let sealed = try await desk.world.read { try MailboxSecrets.sealed(in: $0) }
        for secret in sealed {
          do {
            _ = try desk.world.keys.seal.open(secret.bytes)
          } catch {
            throw Complaint(
              .damaged, t("command.key.other", ["address": secret.name]),
              advice: t("command.key.other.advice"))
          }
        }
        Terminal.print(
          t("command.key.opens", ["path": desk.folder.key, "fingerprint": desk.world.keys.fingerprint, "count": "\(sealed.count)"]))
      }
    }
  }
}

extension Key {
  struct New: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: t("command.key.new"),
      discussion: t("command.key.new.more"))
    @OptionGroup(title: t("command.help.settings")) var options: SettingsOptions

    func run() async throws {
      let settings = try options.load()
      let path = DataFolder(path: settings.data).key
      guard !FileManager.default.fileExists(atPath: path) else {
        throw Complaint(.refused, t("command.key.exists", ["path": path]), advice: t("command.key.exists.advice"))
      }
      let fingerprint = try await OpenDesk.using(settings, for: .mendKey) { $0.world.keys.fingerprint }
      Terminal.print(t("command.key.made", ["path": path, "fingerprint": fingerprint]))
    }
  }
}

/// What the desk keeps readable for itself, sealed with its key.
enum MailboxSecrets {
  static func sealed(in db: any Database) throws -> [(name: String, bytes: [UInt8])] {
    let rows = try db.rows(
      "SELECT address, imap_secret, smtp_secret, oauth_client_secret, oauth_refresh_token FROM mailbox ORDER BY id")
    return try rows.flatMap { row in
      let address: String = try row[0]
      return try (1...4).compactMap { column in (try row[column] as [UInt8]?).map { (address, $0) } }
    }
  }
}
