import Desk
import DeskTesting
import Foundation
import Secrets
import Storage
import Testing
import Web

@testable import Channels
@testable import Mail

/// Mailboxes that open with tokens: a real IMAP server that checks them, and a provider that gives them out.
@Suite(.serialized) struct SigningInByTokenTests {
  private static let dovecot = Result { try Dovecot.start(users: ["support": "x"]) }
  private let seal = DeskKeys(key: [UInt8](repeating: 7, count: 32)).seal

  private func desk(_ server: TokenServer, refresh: String = "first", smtp: Int? = nil) async throws -> MailDesk {
    let dovecot = try Self.dovecot.get()
    return try await MailDesk.make { mailbox in
      mailbox.imap = .init(url: "imaps://localhost:\(dovecot.tlsPort)", user: "support", sealed: nil)
      if let smtp { mailbox.smtp = .init(url: "smtp://127.0.0.1:\(smtp)?security=none", user: "support", sealed: nil) }
      mailbox.authorityFile = dovecot.certificate
      mailbox.oauth = .init(
        tokenURL: server.url, clientID: "desk", clientSecret: seal.close(Secret("quiet")), refreshToken: seal.close(Secret(refresh)))
    }
  }

  private func fetch(_ mail: MailDesk) async throws {
    let (id, world) = (mail.mailbox.id, mail.desk.world)
    let mailbox = try await world.read { try Mailbox.find(id, in: $0)! }
    let client = IMAPClient(try await mailbox.reach(mailbox.imap, world: world)!)
    try await MailFetch(world: world, mailbox: mailbox, client: client).run()
    await client.close()
    try await mail.desk.jobs.runDue()
  }

  @Test func aTokenIsAskedForOnceAndAgainBeforeItEnds() async throws {
    let dovecot = try Self.dovecot.get()
    let server = try TokenServer(["first": .init(try dovecot.token(for: "support"))])
    let mail = try await desk(server)
    try dovecot.append(Array(letter(subject: "by token").utf8), of: "support")
    try await fetch(mail)
    try await fetch(mail)
    #expect(try await mail.newest()["subject"] == "by token")
    #expect(try server.asked().count == 1)
    mail.desk.clock.advance(seconds: 3600 - AccessTokens.margin)
    try await fetch(mail)
    #expect(try server.asked().count == 2)
  }

  @Test func manyWhoNeedATokenAskForItTogether() async throws {
    let server = try TokenServer(["first": .init("same")])
    let mail = try await desk(server)
    let (mailbox, world) = (mail.mailbox, mail.desk.world)
    try await withThrowingTaskGroup(of: MailServer.Login?.self) { group in
      for _ in 0..<20 { group.addTask { try await mailbox.reach(mailbox.imap, world: world)?.login } }
      for try await login in group { #expect(login == .bearer(user: "support", token: "same")) }
    }
    #expect(try server.asked().count == 1)
  }

  @Test func aNewPermissionTakesThePlaceOfTheOld() async throws {
    let server = try TokenServer(["first": .init("one", next: "second"), "second": .init("two")])
    let mail = try await desk(server)
    let (stale, world, id) = (mail.mailbox, mail.desk.world, mail.mailbox.id)
    _ = try await stale.reach(stale.imap, world: world)
    let stored = try await world.read { try Mailbox.find(id, in: $0)! }
    #expect(try seal.open(stored.oauth!.refreshToken).reveal() == "second")
    #expect(stored.rev == stale.rev, "a form that is open is not out of date by this")
    _ = try await stored.reach(stored.imap, world: world)
    #expect(try server.asked().count == 1, "the token is good for the new permission as well")
    mail.desk.clock.advance(seconds: 3600)
    // Whoever still holds the mailbox as it was does not ask with what is not good any more.
    #expect(try await stale.reach(stale.imap, world: world)?.login == .bearer(user: "support", token: "two"))
    #expect(try server.asked().map { $0["refresh_token"] } == ["first", "second"])
  }

  @Test func aRevokedPermissionIsTheMailboxesTrouble() async throws {
    let server = try TokenServer([:])
    let mail = try await desk(server, refresh: "revoked")
    let watch = Task { await MailboxWatch(world: mail.desk.world, mailbox: mail.mailbox.id).run() }
    while try await mail.desk.value("SELECT last_error FROM mailbox WHERE last_error IS NOT NULL") as String? == nil { await Task.yield() }
    watch.cancel()
    await watch.value
    let boss = try await mail.desk.browser(of: mail.desk.cast.boss)
    let page = try await boss.get("/settings/mailboxes/\(mail.mailbox.id)").text
    #expect(page.contains("Токен не принят") && page.contains("Token has been revoked."), "\(page)")
    #expect(!page.contains("quiet") && !page.contains("revoked\""))
  }

  @Test func aTokenThatTheMailServerRefusesIsNotUsedAgain() async throws {
    let server = try TokenServer(["first": .init("old")])
    var script = SMTPSink.Script()
    script.tokens = ["support": "new"]
    let sink = try SMTPSink.start(requiresLogin: true, script: script)
    let mail = try await desk(server, smtp: sink.port)
    try await mail.answer(mail.desk.cast.printerOnFire)
    let error: String?? = try await mail.desk.value("SELECT sending_error FROM mailbox")
    #expect(error??.hasPrefix("tokenRefused") == true)
    try server.play(["first": .init("new")])
    try await mail.desk.pass(seconds: 120)
    #expect(try sink.messages().count == 1)
    #expect(try server.asked().count == 2)
  }

  @Test func theFormTakesATokenAndNeverShowsIt() async throws {
    let (dovecot, desk) = (try Self.dovecot.get(), try await TestDesk.make())
    let server = try TokenServer(["fresh": .init(try dovecot.token(for: "support"))])
    let boss = try await desk.browser(of: desk.cast.boss)
    let typed = [
      ("address", "support@service.example"), ("imapHost", "127.0.0.1"), ("imapPort", String(dovecot.port)), ("imapSecurity", "none"),
      ("imapUser", "support"), ("oauth", "1"), ("tokenURL", server.url), ("clientID", "desk"), ("clientSecret", "quiet"),
    ]
    let lacking = try await boss.post("/settings/mailboxes", typed)
    #expect(lacking.status == 422 && lacking.text.contains("Впишите токен обновления"))
    let whole = typed + [("refreshToken", "fresh")]
    let test = try await boss.post("/settings/mailboxes/test", whole, headers: ["HX-Request": "true"])
    #expect(test.text.contains("Вход выполнен, папка открыта"), "\(test.text)")
    #expect(try await boss.post("/settings/mailboxes", whole).status == 303)
    let box = try #require(try await desk.world.read { try $0.row("SELECT * FROM mailbox").map(Mailbox.init) })
    #expect(box.oauth?.clientID == "desk" && box.imap?.sealed == nil)
    let page = try await boss.get("/settings/mailboxes/\(box.id)").text
    #expect(page.contains(server.url) && !page.contains("quiet") && !page.contains("value=\"fresh\""))
    // What is not typed again stays, for the same server only.
    let known = typed.filter { $0.0 != "clientSecret" } + [("rev", "1"), ("name", "Имя")]
    #expect(try await boss.post("/settings/mailboxes/\(box.id)", known).status == 303)
    let elsewhere = known.map { $0.0 == "tokenURL" ? ($0.0, "https://evil.example/token") : $0.0 == "rev" ? ($0.0, "2") : $0 }
    let refused = try await boss.post("/settings/mailboxes/\(box.id)", elsewhere)
    #expect(refused.status == 422 && refused.text.contains("Впишите токен обновления"))
  }

  @Test(arguments: [
    ("a@gmail.com", "https://oauth2.googleapis.com/token"), ("a@outlook.com", "https://login.microsoftonline.com/common/oauth2/v2.0/token"),
    ("a@yandex.ru", "https://oauth.yandex.ru/token"), ("a@mail.ru", "https://oauth.mail.ru/token"),
  ])
  func theTokenServersOfKnownProvidersAreFilledIn(_ address: String, _ url: String) throws {
    var mailbox = Mailbox.blank(address: "")
    let form = Form([("address", address), ("oauth", "1"), ("clientID", "x"), ("refreshToken", "y"), ("sameLogin", "1")])
    try MailboxEdit(form: form, seal: seal).apply(to: &mailbox)
    #expect(mailbox.oauth?.tokenURL == url && mailbox.imap?.user == address && mailbox.smtp?.user == address)
    #expect(mailbox.imap?.sealed == nil && mailbox.smtp?.sealed == nil)
  }
}
