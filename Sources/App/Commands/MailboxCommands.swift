import ArgumentParser
import Channels
import Desk
import Foundation
import Secrets
import Storage
import Web

struct MailboxCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mailbox", abstract: t("command.mailbox"),
    subcommands: [List.self, Add.self, Test.self, Remove.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: t("command.mailbox.list"))
    @OptionGroup(title: t("command.help.settings")) var options: DeskOptions
    @Flag(help: ArgumentHelp(t("command.json"))) var json = false

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
      abstract: t("command.mailbox.add"),
      discussion: t("command.mailbox.add.more"))
    @OptionGroup(title: t("command.help.settings")) var options: DeskOptions
    @Option(help: ArgumentHelp(t("command.mailbox.address"))) var address: String
    @Option(help: ArgumentHelp(t("command.mailbox.imap"))) var imap: String?
    @Option(help: ArgumentHelp(t("command.mailbox.smtp"))) var smtp: String?
    @Option(help: ArgumentHelp(t("command.mailbox.user"))) var user: String?
    @OptionGroup var keys: MailboxKeys
    @Option(help: ArgumentHelp(t("command.mailbox.clientID"))) var clientID: String?
    @Option(help: ArgumentHelp(t("command.mailbox.tokenURL"))) var tokenURL: String?
    @Flag(help: ArgumentHelp(t("command.mailbox.noLogin"))) var smtpWithoutLogin = false
    @Option(help: ArgumentHelp(t("command.mailbox.name"))) var name = ""
    @Option(help: ArgumentHelp(t("command.mailbox.team"))) var team: String?
    @Option(help: ArgumentHelp(t("command.mailbox.folder"))) var folder = "INBOX"
    @Option(help: ArgumentHelp(t("command.mailbox.language"))) var language: LanguageOption?
    @Option(help: ArgumentHelp(t("command.mailbox.begin"))) var begin = "unseen"
    @Option(help: ArgumentHelp(t("command.mailbox.after"))) var after = "seen"
    @Option(help: ArgumentHelp(t("command.mailbox.moveTo"))) var moveTo = ""
    @Option(help: ArgumentHelp(t("command.mailbox.authority"))) var authority: String?
    @Flag(help: ArgumentHelp(t("command.mailbox.withoutTest"))) var withoutTest = false

    func run() async throws {
      guard Mailbox.AfterFetch(rawValue: after) != nil else { throw ValidationError(t("command.mailbox.after.wrong")) }
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
        Terminal.print(t("command.mailbox.connected", ["address": mailbox.address]))
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
          throw ValidationError(t("command.mailbox.url", ["kind": kind]))
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
    static let configuration = CommandConfiguration(abstract: t("command.mailbox.test"))
    @OptionGroup(title: t("command.help.settings")) var options: DeskOptions
    @Argument(help: ArgumentHelp(t("command.mailbox.which"))) var address: String

    func run() async throws {
      try await OpenDesk.using(options.load()) { desk in
        let mailbox = try await desk.world.read { try MailboxDirectory.mailbox(address, in: $0) }
        try await MailboxReport.require(mailbox, desk: desk)
      }
    }
  }

  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: t("command.mailbox.remove"),
      discussion: t("command.mailbox.remove.more"))
    @OptionGroup(title: t("command.help.settings")) var options: DeskOptions
    @Argument(help: ArgumentHelp(t("command.mailbox.which"))) var address: String

    func run() async throws {
      try await OpenDesk.using(options.load()) { desk in
        try await desk.world.write { change in try MailboxDirectory.mailbox(address, in: change.db).remove(by: .desk, in: change) }
      }
      Terminal.print(t("command.mailbox.removed", ["address": EmailAddress.normalized(address)]))
    }
  }
}

/// What opens a mailbox, from the environment, a file or the input: an option would be seen by other users of the machine.
struct MailboxKeys: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      t("command.mailbox.passwordFile"),
      valueName: "file"))
  var passwordFile: String?
  @Option(help: ArgumentHelp(t("command.mailbox.refreshTokenFile"), valueName: "file")) var refreshTokenFile: String?
  @Option(help: ArgumentHelp(t("command.mailbox.clientSecretFile"), valueName: "file")) var clientSecretFile: String?

  static let variables = ["OTKLIK_MAILBOX_PASSWORD", "OTKLIK_MAILBOX_REFRESH_TOKEN", "OTKLIK_MAILBOX_CLIENT_SECRET"]

  func password() throws -> Secret? { try Self.read(passwordFile, or: Self.variables[0]) }
  func refreshToken() throws -> Secret? { try Self.read(refreshTokenFile, or: Self.variables[1]) }
  func clientSecret() throws -> Secret? { try Self.read(clientSecretFile, or: Self.variables[2]) }

  private static func read(_ file: String?, or variable: String) throws -> Secret? {
    guard let path = file else { return ProcessInfo.processInfo.environment[variable].flatMap { $0.isEmpty ? nil : Secret($0) } }
    if path == "-" { return readLine().map(Secret.init) }
    guard let data = FileManager.default.contents(atPath: path) else { throw Complaint(.missing, t("command.unreadable", ["path": path])) }
    return Secret(String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines))
  }
}

/// Mailboxes as somebody at a terminal names them.
enum MailboxDirectory {
  static func mailbox(_ address: String, in db: any Database) throws -> Mailbox {
    let plain = EmailAddress.normalized(address)
    if let found = try Mailbox.all(in: db).first(where: { $0.address == plain && $0.archivedAt == nil }) { return found }
    throw Complaint(.refused, t("command.mailbox.none", ["address": address]), advice: t("command.mailbox.none.advice"))
  }

  static func team(_ name: String, in db: any Database) throws -> Int64 {
    if let id: Int64 = try db.value("SELECT id FROM team WHERE name = \(name) AND is_active = 1") { return id }
    let known: [String] = try db.values("SELECT name FROM team WHERE is_active = 1 ORDER BY name")
    throw Complaint(
      .refused, t("command.mailbox.noTeam", ["name": name]), advice: t("command.thereAre", ["names": known.joined(separator: ", ")]))
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
    let results = await MailboxTest.run(mailbox, world: desk.world)
    for result in results {
      let side = t(result.isIncoming ? "mailbox.reading" : "mailbox.sending")
      Terminal.say("\(side), \(result.server): \(result.sentence(t))")
    }
    guard results.allSatisfy(\.isWell) else {
      throw Complaint(
        .refused, t("command.mailbox.unusable", ["address": mailbox.address]),
        advice: t("command.mailbox.unusable.advice"))
    }
  }
}
