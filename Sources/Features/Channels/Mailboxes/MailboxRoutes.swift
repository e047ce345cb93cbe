import Desk
import Hummingbird
import Storage
import Web

enum MailboxRoutes {
  static func add(to routes: Routes) {
    routes.get("settings/mailboxes", .right(.viewSettings)) { visit in
      let (agent, now) = (try visit.agent, visit.now)
      let page = try await visit.world.read { db in MailboxListPage(mailboxes: try agent.mailboxes(in: db), now: now) }
      return try visit.settingsPage(page)
    }
    routes.get("settings/mailboxes/new", .right(.changeSettings)) { visit in
      try await form(visit, .blank(address: "", language: visit.profile.language))
    }
    routes.post("settings/mailboxes", .right(.changeSettings)) { try await add($0) }
    routes.post("settings/mailboxes/test", .right(.changeSettings)) { try await test($0) }
    routes.get("settings/mailboxes/:id", .right(.viewSettings)) { visit in
      let (agent, id) = (try visit.agent, try visit.number("id"))
      return try await form(visit, try await visit.world.read { db in try agent.mailbox(id, in: db) })
    }
    routes.post("settings/mailboxes/:id", .right(.changeSettings)) { try await save($0) }
    routes.post("settings/mailboxes/:id/pause", .right(.changeSettings)) { try await set($0, isActive: false) }
    routes.delete("settings/mailboxes/:id/pause", .right(.changeSettings)) { try await set($0, isActive: true) }
    routes.delete("settings/mailboxes/:id", .right(.changeSettings)) { visit in
      let (agent, id) = (try visit.agent, try visit.number("id"))
      try await visit.world.write { change in try agent.mailbox(id, in: change.db).remove(by: agent.actor, in: change) }
      return visit.redirect(to: "/settings/mailboxes")
    }
  }

  private static func add(_ visit: Visit) async throws -> Response {
    let (agent, edit) = (try visit.agent, MailboxEdit(form: visit.form, seal: visit.world.keys.seal))
    return try await visit.submit {
      let new = try await edit.tried(over: .blank(address: ""), world: visit.world)
      let id = try await visit.world.write { change in
        var mailbox = new
        try mailbox.add(by: agent.actor, in: change)
        return mailbox.id
      }
      return visit.redirect(to: "/settings/mailboxes/\(id)")
    } refused: {
      try await form(visit, .blank(address: "", language: visit.profile.language), refused: $0)
    }
  }

  private static func save(_ visit: Visit) async throws -> Response {
    let (agent, id, edit) = (try visit.agent, try visit.number("id"), MailboxEdit(form: visit.form, seal: visit.world.keys.seal))
    let known = try await visit.world.read { db in try agent.mailbox(id, in: db) }
    return try await visit.submit {
      _ = try await edit.tried(over: known, world: visit.world)
      try await visit.world.write { change in
        var mailbox = try agent.mailbox(id, in: change.db)
        try edit.apply(to: &mailbox, in: change.db)
        mailbox.rev = edit.form.int("rev") ?? mailbox.rev
        try mailbox.save(by: agent.actor, in: change)
      }
      return visit.redirect(to: "/settings/mailboxes/\(id)")
    } refused: { refused in
      try await form(visit, try await visit.world.read { db in try agent.mailbox(id, in: db) }, refused: refused)
    }
  }

  /// A paused mailbox neither fetches nor sends; one that was put away comes back.
  private static func set(_ visit: Visit, isActive: Bool) async throws -> Response {
    let (agent, id) = (try visit.agent, try visit.number("id"))
    try await visit.world.write { change in
      var mailbox = try agent.mailbox(id, in: change.db)
      mailbox.isActive = isActive
      if isActive { mailbox.archivedAt = nil }
      try mailbox.save(by: agent.actor, in: change)
    }
    return visit.redirect(to: "/settings/mailboxes/\(id)")
  }

  /// Tries what was typed, without storing it.
  private static func test(_ visit: Visit) async throws -> Response {
    let (agent, world, edit) = (try visit.agent, visit.world, MailboxEdit(form: visit.form, seal: visit.world.keys.seal))
    let known = try await world.read { db in
      try edit.form.int("id").flatMap { $0 == 0 ? nil : try agent.mailbox($0, in: db) } ?? Mailbox.blank(address: "")
    }
    let mailbox: Mailbox
    do {
      mailbox = try await world.read { db in
        var mailbox = known
        try edit.apply(to: &mailbox, in: db)
        return mailbox
      }
      try MailboxTestRate.count(in: world)
    } catch Refusal.invalid(let problems) {
      let refused = RefusedForm(form: edit.form, problems: problems, isConflict: false)
      guard !visit.isFragment else { return problemsFragment(problems, visit) }
      return try await form(visit, known, refused: refused)
    }
    let results = await MailboxTest.run(mailbox, world: world)
    guard !visit.isFragment else { return MailboxResults(results: results).html(visit.frame).response(status: .ok) }
    let typed = RefusedForm(form: edit.form, problems: [.init("", "mailbox.test.typeAgain")], isConflict: false)
    return try await form(visit, known, refused: typed, results: results)
  }

  private static func problemsFragment(_ problems: [Refusal.Problem], _ visit: Visit) -> Response {
    let html: HTML = """
      <div class="banner banner-late">\(visit.frame.icon("circle-alert"))<span class="banner-text">\(problems.map { visit.t($0.key, $0.values) }.joined(separator: " "))</span></div>
      """
    return html.response(status: .ok)
  }

  private static func form(
    _ visit: Visit, _ mailbox: Mailbox, refused: RefusedForm? = nil, results: [MailboxTest.Result] = []
  ) async throws -> Response {
    let agent = try visit.agent
    let page = try await visit.world.read { db in
      MailboxPage(
        mailbox: mailbox, teams: try agent.allTeams(in: db), types: try TicketWords.load(in: db).types,
        lastChange: mailbox.id == 0 ? nil : try LastChange.of(Event.Subject("mailbox", mailbox.id), in: db), refused: refused,
        results: results)
    }
    return try visit.settingsPage(page, status: results.isEmpty ? refused?.status ?? .ok : .ok)
  }
}
