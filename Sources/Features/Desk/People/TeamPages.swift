import Web

struct TeamListPage: Page {
  let lines: [TeamLine]

  func title(_ t: Words) -> String { t("people.teams") }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    let mayChange = frame.agent?.may(.changePeople) ?? false
    return """
      <div class="page">
      \(SettingsTrail.html(frame, here: title(t)))
      <header class="page-head"><h1>\(t("people.teams"))</h1>\(if: mayChange,
        "<a class=\"button button-primary\" href=\"/settings/teams/new\">\(frame.icon("plus"))\(t("people.newTeam"))</a>")</header>
      <div class="table-box" tabindex="0" role="region" aria-label="\(t("people.teams"))"><table class="table"><thead><tr>\
      <th scope="col">\(t("people.teamName"))</th><th scope="col" class="num">\(t("people.members"))</th></tr></thead>
      <tbody>\(each: lines, { line($0, frame) })</tbody></table></div>
      </div>
      """
  }

  private func line(_ line: TeamLine, _ frame: Frame) -> HTML {
    let archived: HTML = line.team.isActive ? "" : " <span class=\"badge\">\(frame.t("people.archived"))</span>"
    return """
      <tr><td><a href="/settings/teams/\(line.team.id)">\(line.team.name)</a>\(archived)</td><td class="num">\(line.members)</td></tr>

      """
  }
}

struct TeamPage: Page {
  let team: Team?
  let members: [Int64]
  let colleagues: [Choice]
  let lastChange: LastChange?
  let refused: RefusedForm?
  let reason: Refusal.Problem?

  func title(_ t: Words) -> String { team?.name ?? t("people.newTeam") }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    let stored =
      team.map { ["name": [$0.name], "member": members.map(String.init), "signature": [$0.signature], "rev": [String($0.rev)]] } ?? [:]
    let form = FormView(frame, stored, refused: refused), people = colleagues.map { FormView.Option($0) }
    return """
      <div class="page">
      \(SettingsTrail.html(frame, [("/settings/teams", t("people.teams"))], here: title(t)))
      <header class="page-head"><h1>\(title(t))</h1></header>
      \(reason.map { problem in "<div class=\"banner banner-late\" role=\"alert\">\(frame.icon("circle-alert"))<span class=\"banner-text\">\(t(problem.key, problem.values))</span></div>" })
      \(form.conflict([("name", t("people.teamName")), ("member", t("people.members")), ("signature", t("people.teamSignature"))], choices: ["member": people], by: lastChange))
      <form class="card form" method="post" action="\(team.map { "/settings/teams/\($0.id)" } ?? "/settings/teams")">\(form.hidden)\(form.banner)
      \(form.fields(.changePeople, """
        \(form.input("name", t("people.teamName")))
        \(if: !colleagues.isEmpty, form.checks("member", t("people.members"), people))
        \(form.area("signature", t("people.teamSignature"), hint: t("people.teamSignatureHint")))
        """))
      \(SaveRow(lastChange: lastChange, right: .changePeople).html(frame))
      </form>
      \(team.map { archiving($0, frame) })
      </div>
      """
  }

  private func archiving(_ team: Team, _ frame: Frame) -> HTML {
    guard frame.agent?.may(.changePeople) ?? false else { return .empty }
    let path = "/settings/teams/\(team.id)/archive" + (team.isActive ? "" : "/delete")
    let label = frame.t(team.isActive ? "people.archive" : "people.restore")
    return """
      <section class="card"><h2>\(label)</h2><p class="muted">\(frame.t("people.archiveHint"))</p>
      <form method="post" action="\(path)">\(frame.csrf)<button class="button">\(frame.icon("archive"))\(label)</button></form></section>
      """
  }
}
