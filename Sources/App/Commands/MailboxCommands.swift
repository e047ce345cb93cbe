import ArgumentParser
import Channels
import Desk
import Foundation
import Secrets
import Storage
import Web

struct MailboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mailbox", abstract: "Mailboxes: list them, add one, test its servers, remove it.",
    subcommands: [List.self, Add.self, Test.self, Remove.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the mailboxes and how they do.")
    @OptionGroup var options: DeskOptions
    @Flag(help: "As JSON, for programs.") var json = false

    func run() async throws {
      let lines = try await OpenDesk.using(options.load()) { desk in
        try await desk.world.read { try Mailbox.all(in: $0) }.filter { $0.archivedAt == nil }.map { MailboxLine($0) }
      }
      if json { return Terminal.print(try Terminal.json(lines.map(\.object))) }
      for line in lines { Terminal.print(line.text) }
    }
  }

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add a mailbox. Its servers are tried first.",
      discussion: """
        URLs are imaps://HOST, imap://HOST (STARTTLS), smtps://HOST, smtp://HOST (STARTTLS), each with :PORT if it is not the usual one; \
        ?security=none is for a server in your own network. Without --imap and --smtp those of the address's provider are taken, \
        if it is a known one.

        With --client-id the mailbox signs in by tokens (OAuth 2) instead of a password: register a program with the provider, let the \
        owner of the mailbox agree to it, and give its refresh token. The token URLs of Google, Microsoft 365, Yandex and Mail.ru are known.
        """)
    @OptionGroup var options: DeskOptions
    @Option(help: "The mail address that clients write to.") var address: String
    @Option(help: "Where mail is fetched.") var imap: String?
    @Option(help: "Where mail is sent.") var smtp: String?
    @Option(help: "The login at both servers (default: the address).") var user: String?
    @OptionGroup var keys: MailboxKeys
    @Option(help: "Sign in by tokens: the client's id at the provider.") var clientID: String?
    @Option(help: "Where tokens are to be had, if the provider is not a known one.") var tokenURL: String?
    @Flag(help: "The server for sending wants no login.") var smtpWithoutLogin = false
    @Option(help: "The name that clients see.") var name = ""
    @Option(help: "The team that gets the tickets, by its name.") var team: String?
    @Option(help: "The folder that is read.") var folder = "INBOX"
    @Option(help: "The language of what the desk writes, ru or en (default: the desk's).") var language: LanguageOption?
    @Option(help: "unseen: begin with unread messages. new: only with what comes later. all: with all of the folder.") var begin = "unseen"
    @Option(help: "What becomes of a message on the server once it is safe here: seen, delete, or move (to --move-to).") var after = "seen"
    @Option(help: "The folder for messages that were fetched; it is made if it is not there.") var moveTo = ""
    @Option(help: "A file with certificates to trust instead of the system's.") var authority: String?
    @Flag(help: "Do not try the servers.") var withoutTest = false

    func run() async throws {
      guard Mailbox.AfterFetch(rawValue: after) != nil else { throw ValidationError("--after must be seen, delete or move.") }
      let filled = try form()
      try await OpenDesk.using(options.load()) { desk in
        let seal = desk.world.keys.seal
        let team = team
        let language = language?.language
        let prepared = try await desk.world.read { db -> Mailbox in
          var mailbox = Mailbox.blank(address: address, language: try language ?? DeskProfile.load(in: db).language)
          mailbox.authorityFile = authority
          mailbox.teamID = try team.map { try MailboxDirectory.team($0, in: db) }
          return mailbox
        }
        var mailbox = try Mailbox.filled(prepared, from: filled, seal: seal)
        if !withoutTest { try await MailboxReport.require(mailbox, desk: desk) }
        let new = mailbox
        mailbox = try await desk.world.write { change in
          var mailbox = new
          try mailbox.add(by: .desk, in: change)
          return mailbox
        }
        Terminal.print("\(mailbox.address) is connected; a running desk begins to read it within seconds.")
      }
    }

    /// The same form as in the settings, so that the same rules hold.
    private func form() throws -> Form {
      var form = Form([
        ("address", address), ("name", name), ("folder", folder), ("begins", begin), ("copied", "1"), ("acknowledges", "1"),
        ("sameLogin", smtpWithoutLogin ? "" : "1"), ("afterFetch", after), ("afterFolder", moveTo),
      ])
      for (kind, text) in [("imap", imap), ("smtp", smtp)] {
        guard let text else { continue }
        guard let url = MailboxURL(text), url.kind == kind else {
          throw ValidationError("--\(kind) must be like \(kind)s://\(kind).example.com.")
        }
        form.add("\(kind)Host", url.host)
        form.add("\(kind)Port", url.port.map(String.init) ?? "")
        form.add("\(kind)Security", url.security.rawValue)
      }
      if let clientID {
        for (field, text) in [("oauth", "1"), ("imapUser", user ?? address), ("clientID", clientID), ("tokenURL", tokenURL ?? "")] {
          form.add(field, text)
        }
        form.add("clientSecret", try keys.clientSecret()?.reveal() ?? "")
        form.add("refreshToken", try keys.refreshToken()?.reveal() ?? "")
      } else if let password = try keys.password() {
        form.add("imapUser", user ?? address)
        form.add("imapPassword", password.reveal())
      }
      return form
    }
  }

  struct Test: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Sign in at the servers of a mailbox. Nothing is fetched or sent.")
    @OptionGroup var options: DeskOptions
    @Argument(help: "The mailbox's address.") var address: String

    func run() async throws {
      try await OpenDesk.using(options.load()) { desk in
        let mailbox = try await desk.world.read { try MailboxDirectory.mailbox(address, in: $0) }
        try await MailboxReport.require(mailbox, desk: desk)
      }
    }
  }

  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove a mailbox.",
      discussion: "One that ever had mail is put away, since messages and tickets name it; adding it again brings it back.")
    @OptionGroup var options: DeskOptions
    @Argument(help: "The mailbox's address.") var address: String

    func run() async throws {
      try await OpenDesk.using(options.load()) { desk in
        try await desk.world.write { change in try MailboxDirectory.mailbox(address, in: change.db).remove(by: .desk, in: change) }
      }
      Terminal.print("\(EmailAddress.normalized(address)) is removed.")
    }
  }
}

/// What opens a mailbox, from the environment, a file or the input: an option would be seen by other users of the machine.
struct MailboxKeys: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A file with the password, or “-” to read it from the input. Without it OTKLIK_MAILBOX_PASSWORD is taken; without both there is no login.",
      valueName: "file"))
  var passwordFile: String?
  @Option(help: ArgumentHelp("The same for the refresh token (OTKLIK_MAILBOX_REFRESH_TOKEN).", valueName: "file")) var refreshTokenFile:
    String?
  @Option(help: ArgumentHelp("The same for the client's secret (OTKLIK_MAILBOX_CLIENT_SECRET).", valueName: "file")) var clientSecretFile:
    String?

  static let variables = ["OTKLIK_MAILBOX_PASSWORD", "OTKLIK_MAILBOX_REFRESH_TOKEN", "OTKLIK_MAILBOX_CLIENT_SECRET"]

  func password() throws -> Secret? { try Self.read(passwordFile, or: Self.variables[0]) }
  func refreshToken() throws -> Secret? { try Self.read(refreshTokenFile, or: Self.variables[1]) }
  func clientSecret() throws -> Secret? { try Self.read(clientSecretFile, or: Self.variables[2]) }

  private static func read(_ file: String?, or variable: String) throws -> Secret? {
    guard let path = file else { return ProcessInfo.processInfo.environment[variable].flatMap { $0.isEmpty ? nil : Secret($0) } }
    if path == "-" { return readLine().map(Secret.init) }
    guard let data = FileManager.default.contents(atPath: path) else { throw Complaint(.missing, "\(path) cannot be read.") }
    return Secret(String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines))
  }
}

/// Mailboxes as somebody at a terminal names them.
enum MailboxDirectory {
  static func mailbox(_ address: String, in db: any Database) throws -> Mailbox {
    let plain = EmailAddress.normalized(address)
    if let found = try Mailbox.all(in: db).first(where: { $0.address == plain && $0.archivedAt == nil }) { return found }
    throw Complaint(.refused, "There is no mailbox \(address).", advice: "otklik mailbox list shows all of them.")
  }

  static func team(_ name: String, in db: any Database) throws -> Int64 {
    if let id: Int64 = try db.value("SELECT id FROM team WHERE name = \(name) AND is_active = 1") { return id }
    let known: [String] = try db.values("SELECT name FROM team WHERE is_active = 1 ORDER BY name")
    throw Complaint(.refused, "There is no team “\(name)”.", advice: "There are: \(known.joined(separator: ", ")).")
  }
}

/// A mailbox on one line.
struct MailboxLine: Sendable {
  let text: String
  let object: [String: String]

  init(_ mailbox: Mailbox) {
    let state = !mailbox.isActive ? "off" : mailbox.failingSince != nil || mailbox.sendingFailsSince != nil ? "failing" : "ok"
    let error = mailbox.lastError ?? mailbox.sendingError ?? ""
    object = [
      "address": mailbox.address, "imap": mailbox.imap?.url ?? "", "smtp": mailbox.smtp?.url ?? "", "state": state, "error": error,
    ]
    text = [mailbox.address, mailbox.imap?.url ?? "-", mailbox.smtp?.url ?? "-", state, error].filter { !$0.isEmpty }.joined(
      separator: "\t")
  }
}

/// What the servers of a mailbox answer, at a terminal.
enum MailboxReport {
  /// Prints what was found at each server.
  /// - Throws: when one of them cannot be used.
  static func require(_ mailbox: Mailbox, desk: OpenDesk) async throws {
    let words = desk.world.translations[.en]
    let results = await MailboxTest.run(mailbox, world: desk.world)
    for result in results {
      let side = words(result.isIncoming ? "mailbox.reading" : "mailbox.sending")
      Terminal.say("\(side), \(result.server): \(result.sentence(words))")
    }
    guard results.allSatisfy(\.isWell) else {
      throw Complaint(
        .refused, "The mailbox \(mailbox.address) cannot be used like this.",
        advice: "Put it right, or add it all the same with --without-test.")
    }
  }
}
