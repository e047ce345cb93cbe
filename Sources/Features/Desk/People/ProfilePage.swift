import Web

struct ProfilePage: Page {
  let employee: Employee
  let sessions: [Agent.SessionRow]
  let present: Int64
  let lastChange: LastChange?
  let refused: RefusedForm?

  func title(_ t: Words) -> String { t("profile.title") }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    let form = FormView(frame, stored, refused: refused)
    return """
      <div class="page">
      <header class="page-head"><h1>\(t("profile.title"))</h1></header>
      \(form.conflict([("name", t("people.name")), ("signature", t("profile.signature"))], by: lastChange))
      <form class="stack" method="post" action="/profile">\(form.hidden)\(form.banner)
      <section class="card form">\(form.input("name", t("people.name"), autocomplete: "name"))
      \(form.area("signature", t("profile.signature"), hint: t("profile.signatureHint")))
      <div class="form-pair">\(form.select("language", t("profile.language"), Language.options(t)))\
      \(form.select("timeZone", t("settings.desk.timeZone"), Zones.groups(t, now: frame.now)))</div></section>
      <section class="card form" id="appearance"><h2>\(t("profile.appearance"))</h2>
      \(form.segmented("theme", t("profile.theme"), Preferences.Theme.allCases.map { .init($0.rawValue, t("profile.theme.\($0.rawValue)")) }))
      \(form.segmented("density", t("profile.density"), Preferences.Density.allCases.map { .init($0.rawValue, t("profile.density.\($0.rawValue)")) }))</section>
      <section class="card form"><h2>\(t("profile.work"))</h2>
      \(form.check("shortcuts", t("profile.shortcuts"), hint: t("profile.shortcutsHint")))
      \(form.input("undo", t("profile.undo"), type: "number", hint: t("profile.undoHint"), attributes: " min=\"0\" max=\"60\""))
      <div class="form-actions"><button class="button button-primary">\(t("form.save"))</button></div></section>
      </form>
      <section class="card"><h2>\(t("people.password"))</h2><div class="button-row">\
      <a class="button" href="/profile/password">\(frame.icon("key-round"))\(t("profile.changePassword"))</a></div></section>
      \(sessionList(frame))
      </div>
      """
  }

  private var stored: [String: [String]] {
    let preferences = employee.preferences
    return [
      "name": [employee.name], "signature": [employee.signature], "language": [preferences.language.rawValue],
      "timeZone": [preferences.timeZone],
      "theme": [preferences.theme.rawValue], "density": [preferences.density.rawValue], "shortcuts": [preferences.hasShortcuts ? "1" : ""],
      "undo": [String(preferences.undoSeconds)], "rev": [String(employee.rev)],
    ]
  }

  private func sessionList(_ frame: Frame) -> HTML {
    let t = frame.t
    let others: HTML = """
      <form method="post" action="/profile/sessions/delete">\(frame.csrf)<button class="button button-small">\(t("profile.endOthers"))</button></form>
      """
    return """
      <section class="card" id="sessions"><header class="card-head"><h2>\(t("profile.sessions"))</h2>\(if: sessions.count > 1, others)</header>
      <div class="table-box" tabindex="0" role="region" aria-label="\(t("profile.sessions"))"><table class="table table-lines"><thead><tr>\
      <th scope="col">\(t("profile.browser"))</th><th scope="col">\(t("profile.address"))</th><th scope="col">\(t("profile.seen"))</th>\
      <th class="table-actions"><span class="sr">\(t("profile.actions"))</span></th></tr></thead>
      <tbody>\(each: sessions, { row($0, frame) })</tbody></table></div></section>
      """
  }

  private func row(_ session: Agent.SessionRow, _ frame: Frame) -> HTML {
    let t = frame.t
    let here: HTML = "<span class=\"badge badge-ok\">\(t("profile.thisBrowser"))</span>"
    let end: HTML = """
      <form method="post" action="/profile/sessions/\(session.id)/delete">\(frame.csrf)\
      <button class="button button-small button-danger">\(t("profile.endSession"))</button></form>
      """
    return """
      <tr><td class="table-main">\(BrowserName.of(session.browser) ?? t("profile.unknownBrowser"))</td><td class="mono">\(session.address)</td>\
      <td>\(frame.clock.element(session.seenAt))</td><td class="table-actions">\(if: session.id == present, here, else: end)</td></tr>

      """
  }
}

/// What a person calls the browser that sends such a `User-Agent`. Names of products are the same in every language.
enum BrowserName {
  static func of(_ agent: String) -> String? {
    let browser = first(
      [
        ("YaBrowser/", "Yandex Browser"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
        ("Safari/", "Safari"), ("curl/", "curl"),
      ], in: agent)
    let system = first(
      [("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS X", "macOS"), ("Linux", "Linux")],
      in: agent)
    let parts = [browser, system].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  private static func first(_ marks: [(mark: String, name: String)], in agent: String) -> String? {
    marks.first { agent.contains($0.mark) }?.name
  }
}
