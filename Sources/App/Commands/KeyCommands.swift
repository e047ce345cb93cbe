import ArgumentParser
import Desk
import Foundation
import Secrets
import Storage

struct Key: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The key file of the desk: without it stored mailbox passwords cannot be opened.", subcommands: [Check.self, New.self])

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the key's fingerprint and try it on everything that it sealed.",
      discussion: "The fingerprint tells two keys apart and says nothing of the key.")
    @OptionGroup var options: SettingsOptions

    func run() async throws {
      try await OpenDesk.using(options.load()) { desk in
        let sealed = try await desk.world.read { try MailboxSecrets.sealed(in: $0) }
        for secret in sealed {
          do {
            _ = try desk.world.keys.seal.open(secret.bytes)
          } catch {
            throw Complaint(
              .damaged, "The key does not open the password of \(secret.name): it is another desk's key.",
              advice: "Put the right secret.key back, or enter the password again in the settings of the mailbox.")
          }
        }
        Terminal.print("\(desk.folder.key): fingerprint \(desk.world.keys.fingerprint), opens all \(sealed.count) stored passwords.")
      }
    }
  }
}

extension Key {
  struct New: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a new key where the old one is lost.",
      discussion: """
        Everybody signs in again, and the passwords of the mailboxes have to be entered again. Answers to letters that were sent \
        before find their tickets all the same, as long as mail programs name the letter that is answered.
        """)
    @OptionGroup var options: SettingsOptions

    func run() async throws {
      let settings = try options.load()
      let path = DataFolder(path: settings.data).key
      guard !FileManager.default.fileExists(atPath: path) else {
        throw Complaint(.refused, "\(path) is there; nothing was changed.", advice: "Move it away first, and keep it.")
      }
      let fingerprint = try await OpenDesk.using(settings, for: .mendKey) { $0.world.keys.fingerprint }
      Terminal.print("\(path): fingerprint \(fingerprint). Restart the desk, then enter the passwords of its mailboxes again.")
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
