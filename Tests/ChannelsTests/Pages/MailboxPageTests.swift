import Desk
import DeskTesting
import Foundation
import Secrets
import Storage
import Testing
import Web

@testable import Channels
@testable import Mail

/// Settings of mailboxes, with servers that are really asked.
@Suite(.serialized) struct MailboxPageTests {
  private static let dovecot = Result { try Dovecot.start(users: ["support": "пароль"]) }

  private func fields(imap: Int, smtp: Int, password: String = "пароль", more: [(String, String)] = []) -> [(String, String)] {
    [
      ("address", "Support@Service.example"), ("name", "Сервис"), ("language", "ru"), ("strangers", "accept"), ("begins", "unseen"),
      ("afterFetch", "seen"), ("imapHost", "127.0.0.1"), ("imapPort", String(imap)), ("imapSecurity", "none"), ("imapUser", "support"),
      ("imapPassword", password), ("smtpHost", "127.0.0.1"), ("smtpPort", String(smtp)), ("smtpSecurity", "none"), ("acknowledges", "1"),
    ] + more
  }

  private func mailbox(_ desk: TestDesk) async throws -> Mailbox? {
    try await desk.world.read { try $0.row("SELECT * FROM mailbox").map(Mailbox.init) }
  }

  @Test func aMailboxIsTestedThenSavedAndItsPasswordNeverShown() async throws {
    let (dovecot, sink, desk) = (try Self.dovecot.get(), try SMTPSink.start(), try await TestDesk.make())
    let boss = try await desk.browser(of: desk.cast.boss)
    let typed = fields(imap: dovecot.port, smtp: sink.port)
    let test = try await boss.post("/settings/mailboxes/test", typed, headers: ["HX-Request": "true"])
    #expect(test.status == 200 && test.text.components(separatedBy: "banner-ok").count == 3, "\(test.text)")
    let whole = try await boss.post("/settings/mailboxes/test", typed)
    #expect(whole.text.contains("banner-ok") && !whole.text.contains("пароль\"") && whole.text.contains("value=\"support\""))
    #expect(try await mailbox(desk) == nil, "a test stores nothing")

    let saved = try await boss.post("/settings/mailboxes", typed)
    let box = try #require(try await mailbox(desk))
    #expect(saved.location == "/settings/mailboxes/\(box.id)")
    #expect(box.address == "support@service.example" && box.imap?.url == "imap://127.0.0.1:\(dovecot.port)?security=none")
    #expect(try desk.world.keys.seal.open(box.imap!.sealed!).reveal() == "пароль")
    let page = try await boss.get("/settings/mailboxes/\(box.id)")
    #expect(page.status == 200 && !page.text.contains("value=\"пароль\""))
    // The stored password is good for a test of the same server, and for no other.
    let known = fields(imap: dovecot.port, smtp: sink.port, password: "", more: [("id", String(box.id)), ("rev", "1")])
    let again = try await boss.post("/settings/mailboxes/test", known, headers: ["HX-Request": "true"])
    #expect(again.text.contains("Вход выполнен, папка открыта"))
    let other = known.map { $0.0 == "imapHost" ? ($0.0, "localhost") : $0 }
    #expect(try await boss.post("/settings/mailboxes/test", other, headers: ["HX-Request": "true"]).text.contains("Введите пароль"))
    #expect(try sink.messages().isEmpty)
  }

  /// A slip in the password must not replace the one that works.
  @Test func whatDoesNotWorkIsNotStoredOverWhatDoes() async throws {
    let (dovecot, sink, desk) = (try Self.dovecot.get(), try SMTPSink.start(), try await TestDesk.make())
    let boss = try await desk.browser(of: desk.cast.boss)
    let typed = fields(imap: dovecot.port, smtp: sink.port)
    let refused = try await boss.post("/settings/mailboxes", typed.map { $0.0 == "imapPassword" ? ($0.0, "не тот") : $0 })
    #expect(refused.status == 422 && refused.text.contains("Логин или пароль не подошли") && refused.text.contains("name=\"anyway\""))
    #expect(refused.text.contains("Не сохранено") && refused.text.contains("<a href=\"#imapPassword\">"), "told on top, with the way there")
    #expect(try await mailbox(desk) == nil)
    #expect(try await boss.post("/settings/mailboxes", typed).status == 303)
    let box = try #require(try await mailbox(desk))

    let slip = typed.map { $0.0 == "imapPassword" ? ($0.0, "не тот") : $0 } + [("rev", String(box.rev))]
    let again = try await boss.post("/settings/mailboxes/\(box.id)", slip)
    #expect(again.status == 422 && again.text.contains("Логин или пароль не подошли"))
    #expect(try await mailbox(desk)?.imap == box.imap)
    // With the same servers nobody is asked, so that a name can be changed while they are away.
    let name = fields(imap: dovecot.port, smtp: sink.port, password: "", more: [("rev", String(box.rev))])
    sink.stop()
    #expect(try await boss.post("/settings/mailboxes/\(box.id)", name.map { $0.0 == "name" ? ($0.0, "Иначе") : $0 }).status == 303)
    let all = slip.map { $0.0 == "rev" ? ($0.0, String(box.rev + 1)) : $0 } + [("anyway", "1")]
    #expect(try await boss.post("/settings/mailboxes/\(box.id)", all).status == 303)
  }

  @Test func whatIsWrongIsSaidInWords() async throws {
    let (dovecot, desk) = (try Self.dovecot.get(), try await TestDesk.make())
    let boss = try await desk.browser(of: desk.cast.boss)
    let closed = try LocalPeer.freePort()
    func test(_ fields: [(String, String)]) async throws -> String {
      try await boss.post("/settings/mailboxes/test", fields, headers: ["HX-Request": "true"]).text
    }
    let wrong = try await test(fields(imap: dovecot.port, smtp: closed, password: "не тот"))
    #expect(wrong.contains("Логин или пароль не подошли") && wrong.contains("Сервер не отвечает"))
    #expect(try await test(fields(imap: dovecot.port, smtp: closed, more: [("folder", "Нет такой")])).contains("Такой папки в ящике нет"))
    let tls = fields(imap: dovecot.port, smtp: closed).map { $0.0 == "imapSecurity" ? ($0.0, "tls") : $0 }
    #expect(try await test(tls).contains("banner-late"))
    let nowhere = fields(imap: 1, smtp: closed).map { $0.0 == "imapHost" ? ($0.0, "no-such-host.invalid") : $0 }
    #expect(try await test(nowhere).contains("Сервера с таким именем нет"))
  }

  @Test func whatLiesBehindTheFirewallIsNotLookedAt() async throws {
    let (silent, desk) = (try SilentPeer(), try await TestDesk.make(mailNetworks: []))
    defer { silent.stop() }
    let boss = try await desk.browser(of: desk.cast.boss)
    func test(_ host: String, _ port: Int) async throws -> String {
      let typed = [("address", "support@service.example"), ("imapHost", host), ("imapPort", String(port)), ("imapSecurity", "none")]
      return try await boss.post("/settings/mailboxes/test", typed, headers: ["HX-Request": "true"]).text
    }
    // A port where somebody listens and one where nobody does are answered alike: nothing is learnt.
    for host in ["127.0.0.1", "localhost"] {
      for port in [silent.port, 1] { #expect(try await test(host, port).contains("недоступен для проверки"), "\(host):\(port)") }
    }
    #expect(try await test("169.254.169.254", 143).contains("недоступен для проверки"))
    #expect(try await test("127.0.0.1", 2525).contains("Сервер не отвечает"))
  }

  @Test func aPageCannotTestWithoutEnd() async throws {
    let desk = try await TestDesk.make()
    let boss = try await desk.browser(of: desk.cast.boss)
    let typed = [("address", "support@service.example"), ("smtpHost", "127.0.0.1"), ("smtpPort", "1"), ("smtpSecurity", "none")]
    func isAnswered() async throws -> Bool {
      try await boss.post("/settings/mailboxes/test", typed, headers: ["HX-Request": "true"]).text.contains("Сервер не отвечает")
    }
    for _ in 0..<MailboxTestRate.most { #expect(try await isAnswered()) }
    #expect(try await !isAnswered())
    desk.clock.advance(seconds: MailboxTestRate.window)
    #expect(try await isAnswered())
  }

  @Test func aRefusedFormComesBackFilledIn() async throws {
    let desk = try await TestDesk.make()
    let boss = try await desk.browser(of: desk.cast.boss)
    let bad = try await boss.post(
      "/settings/mailboxes",
      [("address", "not an address"), ("imapHost", "ho st"), ("smtpHost", "x"), ("smtpPort", "99999"), ("name", "Имя")])
    #expect(bad.status == 422 && bad.text.contains("value=\"Имя\"") && bad.text.contains("имя сервера") && bad.text.contains("65535"))
    let own = try await boss.post("/settings/mailboxes", [("address", "anna@service.example"), ("smtpHost", "127.0.0.1"), ("anyway", "1")])
    #expect(own.status == 422 && own.text.contains("адрес сотрудника"))
  }

  @Test(arguments: ["ivan@yandex.ru", "ivan@mail.ru", "ivan@gmail.com", "ivan@outlook.com"])
  func serversOfKnownProvidersAreFilledIn(address: String) throws {
    let seal = DeskKeys(key: [UInt8](repeating: 7, count: 32)).seal
    var mailbox = Mailbox.blank(address: "")
    let form = Form([("address", address), ("imapPassword", "x"), ("sameLogin", "1")])
    try MailboxEdit(form: form, seal: seal).apply(to: &mailbox)
    #expect(mailbox.imap?.url.hasPrefix("imaps://") == true && mailbox.imap?.user == address)
    #expect(mailbox.smtp?.user == address && mailbox.smtp?.sealed != nil)
    #expect(try mailbox.server(mailbox.imap, seal: seal)?.security == .tls)
    #expect(try mailbox.server(mailbox.smtp, seal: seal) != nil)
  }

  @Test func aMailboxWithMailIsPutAwayAndOneWithoutIsDeleted() async throws {
    let mail = try await MailDesk.make()
    let boss = try await mail.desk.browser(of: mail.desk.cast.boss)
    try await mail.deliver(letter())
    #expect(try await boss.post("/settings/mailboxes/1/delete").status == 303)
    let away = try #require(try await mailbox(mail.desk))
    #expect(away.archivedAt != nil && !away.isActive)
    #expect(try await boss.get("/settings/mailboxes").text.contains("Убранные"))
    // The same address again is the same mailbox.
    let back = try await boss.post(
      "/settings/mailboxes", [("address", "support@service.example"), ("smtpHost", "127.0.0.1"), ("anyway", "1")])
    #expect(back.location == "/settings/mailboxes/1")

    let fresh = try await MailDesk.make()
    let other = try await fresh.desk.browser(of: fresh.desk.cast.boss)
    _ = try await other.post("/settings/mailboxes/1/delete")
    #expect(try await mailbox(fresh.desk) == nil)
  }

  @Test func onlyWhoMayChangesSettings() async throws {
    let mail = try await MailDesk.make()
    let (anna, audit) = (try await mail.desk.browser(of: mail.desk.cast.anna), try await mail.desk.browser(of: mail.desk.cast.audit))
    let refused = try await anna.get("/settings/mailboxes")
    #expect(refused.status == 403, "\(refused.location ?? "")")
    #expect(try await audit.get("/settings/mailboxes/1").status == 200)
    for path in [
      "/settings/mailboxes", "/settings/mailboxes/test", "/settings/mailboxes/1", "/settings/mailboxes/1/pause",
      "/settings/mailboxes/1/delete",
    ] {
      #expect(try await audit.post(path, [("address", "x@y.example")]).status == 403, "\(path)")
    }
  }

  @Test func twoWhoChangeAMailboxAreToldOfEachOther() async throws {
    let mail = try await MailDesk.make()
    let boss = try await mail.desk.browser(of: mail.desk.cast.boss)
    let typed = [("address", "support@service.example"), ("smtpHost", "127.0.0.1"), ("rev", "1"), ("anyway", "1")]
    #expect(try await boss.post("/settings/mailboxes/1", typed + [("name", "Первый")]).status == 303)
    let second = try await boss.post("/settings/mailboxes/1", typed + [("name", "Второй")])
    #expect(second.status == 409 && second.text.contains("Второй"))
  }

  @Test func aMailboxThatFailsForTenMinutesIsTold() async throws {
    let mail = try await MailDesk.make { $0.imap = .init(url: "imap://127.0.0.1:1?security=none", user: "", sealed: nil) }
    let box = mail.mailbox
    func wrong() async throws -> [String] {
      let now = mail.desk.clock.now
      return try await mail.desk.world.read { try MailChannel.health($0, now: now) }.filter { !$0.isWell }.map(\.name)
    }
    #expect(try await wrong() == [])
    try await mail.desk.world.write { try box.noteFailure(TransportFailure(.loginDenied, "535 no"), in: $0) }
    #expect(try await wrong() == [])
    mail.desk.clock.advance(minutes: 11)
    #expect(try await wrong() == ["mail.in"])
    let boss = try await mail.desk.browser(of: mail.desk.cast.boss)
    for path in ["/mail", "/settings/mailboxes"] {
      let text = try await boss.get(path).text
      #expect(text.contains("не читается с") && text.contains("Логин или пароль не подошли"))
    }
    try await mail.desk.change("UPDATE mailbox SET is_active = 0")
    #expect(try await wrong() == ["mailboxes"])
    #expect(try await boss.get("/mail").text.contains("приостановлен"))
  }

  @Test func theWizardTriesTheServersBeforeItStoresThem() async throws {
    let (dovecot, sink, desk) = (try Self.dovecot.get(), try SMTPSink.start(), try await TestDesk.make())
    var script = SMTPSink.Script()
    script.users = ["support": "пароль"]
    try sink.play(script)
    let boss = try await desk.browser(of: desk.cast.boss)
    #expect(try await boss.get("/setup/mail").status == 200)
    let wrong = try await boss.post("/setup/mail", fields(imap: dovecot.port, smtp: 1, password: "не тот"))
    #expect(wrong.status == 422 && wrong.text.contains("Логин или пароль не подошли") && wrong.text.contains("Сервер не отвечает"))
    #expect(try await mailbox(desk) == nil)
    let anyway = try await boss.post("/setup/mail", fields(imap: dovecot.port, smtp: 1, more: [("anyway", "1")]))
    #expect(anyway.status == 303)
    let box = try #require(try await mailbox(desk))
    #expect(box.acknowledges && box.hasCcObservers && box.smtp?.user == "support")
    #expect(try sink.messages().isEmpty)
  }

  @Test func everyWrongFieldIsToldAtOnceAndNothingIsLost() async throws {
    let desk = try await TestDesk.make()
    let boss = try await desk.browser(of: desk.cast.boss)
    try await desk.change("INSERT INTO team (name, is_active) VALUES ('Старая', 0)")
    let team: Int64? = try await desk.value("SELECT id FROM team WHERE name = 'Старая'")
    let typed = fields(imap: 1, smtp: 1, more: [("team", String(team!)), ("type", "999"), ("rate", "много")])
      .map { $0.0 == "address" ? ("address", "xx") : $0 }
    let refused = try await boss.post("/settings/mailboxes", typed)
    #expect(refused.status == 422)
    for field in ["address", "team", "type", "rate"] { #expect(refused.text.contains("id=\"\(field)-error\""), "\(field)") }
    #expect(
      refused.text.contains("Эта группа в архиве") && refused.text.contains("value=\"xx\"") && refused.text.contains("value=\"Сервис\""))
    #expect(try await mailbox(desk) == nil)
    let unknown = typed.map { $0.0 == "team" ? ("team", "x") : $0 }
    #expect(try await boss.post("/settings/mailboxes", unknown).text.contains("id=\"team-error\""))
  }

  @Test func anAddressThatAnotherMailboxHasIsAFieldToMend() async throws {
    let desk = try await TestDesk.make()
    let boss = try await desk.browser(of: desk.cast.boss)
    let second = try await desk.world.write { change in
      var (one, two) = (Mailbox.blank(address: "one@service.example"), Mailbox.blank(address: "two@service.example"))
      try one.insert(in: change)
      try two.insert(in: change)
      return two.id
    }
    let typed = fields(imap: 1, smtp: 1, more: [("rev", "1"), ("anyway", "1")]).map {
      $0.0 == "address" ? ("address", "one@service.example") : $0
    }
    let refused = try await boss.post("/settings/mailboxes/\(second)", typed)
    #expect(refused.status == 422 && refused.text.contains("id=\"address-error\""))
  }

  @Test func aTeamWithMailIsNotArchivedUntilItsMailboxNamesAnother() async throws {
    let desk = try await TestDesk.make()
    let boss = try await desk.browser(of: desk.cast.boss)
    _ = try await boss.post("/settings/teams", [("name", "Выезд")])
    let team: Int64? = try await desk.value("SELECT id FROM team WHERE name = 'Выезд'")
    let id = try await desk.world.write { change in
      var mailbox = Mailbox.blank(address: "field@service.example")
      mailbox.teamID = team
      try mailbox.insert(in: change)
      return mailbox.id
    }
    let busy = try await boss.post("/settings/teams/\(team!)/archive")
    #expect(busy.status == 422 && busy.text.contains("field@service.example"))
    // One that was put away stands in nobody's way, and gives its mail as usual when it comes back.
    try await desk.change("UPDATE mailbox SET archived_at = 1, is_active = 0 WHERE id = \(id)")
    #expect(try await boss.post("/settings/teams/\(team!)/archive").status == 303)
    #expect(try await desk.value("SELECT count(*) FROM mailbox WHERE team_id IS NULL") == (1 as Int64))
  }
}
