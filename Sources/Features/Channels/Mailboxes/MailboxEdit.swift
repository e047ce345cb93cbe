import Desk
import Foundation
import Mail
import Secrets
import Storage
import Web

/// A mailbox as somebody typed it into a form: texts until they are checked.
struct MailboxEdit: Sendable {
  let form: Form
  let seal: Seal

  init(form: Form, seal: Seal) {
    self.form = Self.completed(form)
    self.seal = seal
  }

  /// Whoever names no servers means those of the address's provider, or of the one that was chosen.
  private static func completed(_ form: Form) -> Form {
    var form = form
    let domain = EmailAddress.domain(of: form.text("address")) ?? ""
    let chosen = form.optionalText("provider").flatMap { id in MailProvider.all.first { $0.id == id } }
    let provider = chosen ?? MailProvider.of(domain) ?? MailProvider.having(form.text("imapHost"))
    if form.isOn("oauth") {
      if form.text("tokenURL").isEmpty, let url = provider?.tokenURL { form.add("tokenURL", url) }
      if form.text("imapUser").isEmpty { form.add("imapUser", EmailAddress.normalized(form.text("address"))) }
    }
    if form.text("imapHost").isEmpty, form.text("smtpHost").isEmpty, let provider {
      for (kind, text) in [("imap", provider.imap), ("smtp", provider.smtp)] {
        guard let url = MailboxURL(text) else { continue }
        form.add("\(kind)Host", url.host)
        form.add("\(kind)Port", url.port.map(String.init) ?? "")
        form.add("\(kind)Security", url.security.rawValue)
      }
      if form.text("imapUser").isEmpty { form.add("imapUser", EmailAddress.normalized(form.text("address"))) }
    }
    if form.isOn("sameLogin") {
      form.add("smtpUser", form.text("imapUser"))
      form.add("smtpPassword", form.raw("imapPassword") ?? "")
    }
    return form
  }

  private static let security: [String: MailServer.Security] = ["tls": .tls, "startTLS": .startTLS, "none": .none]

  /// Takes the form over into a mailbox of this desk.
  /// - Throws: `Refusal.invalid` with every field that is wrong.
  func apply(to mailbox: inout Mailbox, in db: any Database) throws {
    var problems: [Refusal.Problem] = []
    do {
      try apply(to: &mailbox)
    } catch Refusal.invalid(let found) {
      problems = found
    }
    problems += try choices(of: mailbox, in: db)
    let further = try mailbox.problems(in: db)
    // A server that is named wrongly is told as such, and not as missing.
    problems += problems.isEmpty ? further : further.filter { !$0.field.isEmpty }
    if !problems.isEmpty { throw Refusal.invalid(problems) }
  }

  /// What a list offered a while ago may be gone by now.
  private func choices(of mailbox: Mailbox, in db: any Database) throws -> [Refusal.Problem] {
    var problems: [Refusal.Problem] = []
    if let team = mailbox.teamID, let problem = try Team.problem(receiving: team, in: db) { problems.append(.init("team", problem)) }
    if let type = mailbox.typeID, try !db.exists("SELECT 1 FROM ticket_type WHERE id = \(type)") {
      problems.append(.init("type", "error.unknownChoice"))
    }
    return problems
  }

  /// What the form says by itself.
  func apply(to mailbox: inout Mailbox) throws {
    var problems: [Refusal.Problem] = []
    mailbox.address = EmailAddress.normalized(form.text("address"))
    mailbox.name = String(form.text("name").prefix(200))
    mailbox.signature = Self.lines(form.raw("signature"))
    mailbox.teamID = choice("team", &problems)
    mailbox.typeID = choice("type", &problems)
    mailbox.language = Language(rawValue: form.text("language")) ?? mailbox.language
    mailbox.strangers = Mailbox.Strangers(rawValue: form.text("strangers")) ?? mailbox.strangers
    mailbox.afterFetch = Mailbox.AfterFetch(rawValue: form.text("afterFetch")) ?? mailbox.afterFetch
    mailbox.afterFolder = String(form.text("afterFolder").prefix(200))
    mailbox.begins = Mailbox.Begins(rawValue: form.text("begins")) ?? mailbox.begins
    mailbox.hasCcObservers = form.isOn("copied")
    mailbox.hasPlusAddress = form.isOn("plus")
    mailbox.acknowledges = form.isOn("acknowledges")
    mailbox.acknowledgement = Self.lines(form.raw("acknowledgement"))
    mailbox.receivingServer = form.optionalText("receivingServer").map { $0.lowercased() }
    mailbox.imapFolder = form.optionalText("folder") ?? "INBOX"
    if mailbox.afterFetch == .move, mailbox.afterFolder.isEmpty || mailbox.afterFolder == mailbox.imapFolder {
      problems.append(.init("afterFolder", "mailbox.error.afterFolder"))
    }
    mailbox.rate = rate(&problems) ?? mailbox.rate
    mailbox.oauth = form.isOn("oauth") ? oauth(old: mailbox.oauth, &problems) : nil
    mailbox.imap = access("imap", old: mailbox.imap, &problems)
    mailbox.smtp = access("smtp", old: mailbox.smtp, &problems)
    if form.isOn("sameLogin"), let imap = mailbox.imap, imap.sealed != nil, let smtp = mailbox.smtp, smtp.sealed == nil {
      mailbox.smtp?.sealed = imap.sealed
      problems.removeAll { $0.field == "smtpPassword" }
    }
    if !problems.isEmpty { throw Refusal.invalid(problems) }
  }

  /// The mailbox with what was typed. Other servers, logins or folders are tried first, unless somebody wants them all the same.
  func tried(over known: Mailbox, world: World) async throws -> Mailbox {
    let mailbox = try await world.read { db in
      var mailbox = known
      try apply(to: &mailbox, in: db)
      return mailbox
    }
    let isSame =
      mailbox.imap == known.imap && mailbox.smtp == known.smtp && mailbox.oauth == known.oauth && mailbox.imapFolder == known.imapFolder
    if !isSame, !form.isOn("anyway") { try await MailboxTest.require(mailbox, world: world) }
    return mailbox
  }

  private static func lines(_ text: String?) -> String {
    String((text ?? "").replacing("\r\n", with: "\n").prefix(4000)).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private func choice(_ field: String, _ problems: inout [Refusal.Problem]) -> Int64? {
    guard let text = form.optionalText(field) else { return nil }
    guard let id = Int64(text) else {
      problems.append(.init(field, "error.unknownChoice"))
      return nil
    }
    return id
  }

  private func rate(_ problems: inout [Refusal.Problem]) -> Int? {
    guard let text = form.optionalText("rate") else { return nil }
    guard let rate = Int(text), (1...1000).contains(rate) else {
      problems.append(.init("rate", "mailbox.error.rate"))
      return nil
    }
    return rate
  }

  /// Stored secrets go to the server that they were given for, and to no other.
  private func oauth(old: Mailbox.OAuth?, _ problems: inout [Refusal.Problem]) -> Mailbox.OAuth? {
    let (url, client) = (form.text("tokenURL"), form.text("clientID"))
    let known = old?.tokenURL == url && old?.clientID == client ? old : nil
    func sealed(_ field: String, _ stored: [UInt8]?) -> [UInt8]? {
      let typed = form.text(field)
      return typed.isEmpty ? stored : seal.close(Secret(typed))
    }
    if !TokenGrant.isSafe(url) { problems.append(.init("tokenURL", "mailbox.error.tokenURL")) }
    if client.isEmpty { problems.append(.init("clientID", "mailbox.error.clientID")) }
    guard let refresh = sealed("refreshToken", known?.refreshToken) else {
      problems.append(.init("refreshToken", "mailbox.error.refreshToken"))
      return nil
    }
    return Mailbox.OAuth(
      tokenURL: url, clientID: client, clientSecret: sealed("clientSecret", known?.clientSecret), refreshToken: refresh)
  }

  /// No host: the mailbox does without this direction. No password: the stored one stays, as long as the server does.
  private func access(_ kind: String, old: Mailbox.Access?, _ problems: inout [Refusal.Problem]) -> Mailbox.Access? {
    let host = form.text("\(kind)Host")
    guard !host.isEmpty else { return nil }
    let security = Self.security[form.text("\(kind)Security")] ?? .tls
    let port = form.text("\(kind)Port")
    guard MailboxURL.isHost(host) else {
      problems.append(.init("\(kind)Host", "mailbox.error.host"))
      return nil
    }
    guard port.isEmpty || Int(port).map({ (1...65_535).contains($0) }) ?? false else {
      problems.append(.init("\(kind)Port", "mailbox.error.port"))
      return nil
    }
    let url = MailboxURL(kind: kind, host: host, port: Int(port), security: security).text
    let (user, password) = (form.text("\(kind)User"), form.raw("\(kind)Password") ?? "")
    // A stored password goes to the server that it was given for, and under no weaker lock.
    let isSameServer = old.flatMap { MailboxURL($0.url) }.map { $0.host == host && $0.security == security } ?? false
    var sealed = isSameServer ? old?.sealed : nil
    if !password.isEmpty { sealed = seal.close(Secret(password)) }
    let signsInByToken = form.isOn("oauth") && (kind == "imap" || form.isOn("sameLogin") || sealed == nil)
    if user.isEmpty || signsInByToken { sealed = nil }
    if !user.isEmpty && sealed == nil && !signsInByToken { problems.append(.init("\(kind)Password", "mailbox.error.password")) }
    return Mailbox.Access(url: url, user: user, sealed: sealed)
  }
}

extension Mailbox {
  /// The mailbox that a form describes, for those who have no page: the rules are the same.
  package static func filled(_ mailbox: Mailbox, from form: Form, seal: Seal) throws -> Mailbox {
    var mailbox = mailbox
    let team = mailbox.teamID
    try MailboxEdit(form: form, seal: seal).apply(to: &mailbox)
    mailbox.teamID = mailbox.teamID ?? team
    return mailbox
  }
}
