import Web

struct EmployeeListPage: Page {
  let lines: [EmployeeLine]
  let isActive: Bool

  func title(_ t: Words) -> String { t("people.employees") }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    let mayChange = frame.agent?.may(.changePeople) ?? false
    return """
      <div class="page page-wide">
      \(SettingsTrail.html(frame, here: title(t)))
      <header class="page-head"><h1>\(t("people.employees"))</h1>\(if: mayChange,
        "<a class=\"button button-primary\" href=\"/settings/employees/new\">\(frame.icon("user-plus"))\(t("people.invite"))</a>")</header>
      <nav class="tabs" aria-label="\(t("people.employees"))">\(tab("/settings/employees", t("people.working"), isActive))\
      \(tab("/settings/employees?state=left", t("people.left"), !isActive))</nav>
      \(if: lines.isEmpty, "<div class=\"empty\">\(frame.icon("users"))<h2>\(t("people.nobody"))</h2></div>")
      \(if: !lines.isEmpty, table(frame))
      \(more(frame))
      </div>
      """
  }

  private func tab(_ path: String, _ label: String, _ isCurrent: Bool) -> HTML {
    "<a class=\"tab\" href=\"\(path)\"\(if: isCurrent, " aria-current=\"page\"")>\(label)</a>"
  }

  private func table(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <div class="table-box" tabindex="0" role="region" aria-label="\(t("people.employees"))"><table class="table table-stacks"><thead><tr>\
      <th scope="col">\(t("people.name"))</th><th scope="col">\(t("people.email"))</th><th scope="col">\(t("people.role"))</th>\
      <th scope="col">\(t("people.teams"))</th></tr></thead>
      <tbody>\(each: lines.prefix(Agent.employeesOnPage), { line($0, frame) })</tbody></table></div>
      """
  }

  private func line(_ line: EmployeeLine, _ frame: Frame) -> HTML {
    """
    <tr><td><a href="/settings/employees/\(line.employee.id)">\(frame.person(line.employee.name))</a></td><td>\(line.employee.email)</td>\
    <td>\(line.role.title(frame.t))</td><td>\(line.teams.joined(separator: ", "))</td></tr>

    """
  }

  private func more(_ frame: Frame) -> HTML {
    guard lines.count > Agent.employeesOnPage, let last = lines.dropLast().last?.employee else { return .empty }
    let state = isActive ? "" : "state=left&"
    return """
      <nav class="pagination" aria-label="\(frame.t("list.pages"))"><a class="button button-small" rel="next" \
      href="/settings/employees?\(state)name=\(URLText.query(last.name))&amp;after=\(last.id)">\(frame.t("list.next"))</a></nav>
      """
  }
}

extension Role {
  // words: role.*
  package func title(_ t: Words) -> String { key.map { t("role.\($0)") } ?? name }
}

/// A new employee, or one who is edited.
struct EmployeePage: Page {
  let employee: Employee?
  let memberships: [Int64]
  let roles: [Role]
  let teams: [Choice]
  let lastChange: LastChange?
  let refused: RefusedForm?

  func title(_ t: Words) -> String { employee?.name ?? t("people.invite") }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    let form = FormView(frame, stored, refused: refused)
    let choices = ["role": roles.map { FormView.Option(String($0.id), $0.title(t)) }, "team": teams.map { FormView.Option($0) }]
    return """
      <div class="page">
      \(SettingsTrail.html(frame, [("/settings/employees", t("people.employees"))], here: title(t)))
      <header class="page-head"><h1>\(title(t))</h1>\(state(t))</header>
      \(form.conflict([("name", t("people.name")), ("email", t("people.email")), ("role", t("people.role")), ("team", t("people.teams"))], choices: choices, by: lastChange))
      <form class="card form" method="post" action="\(employee.map { "/settings/employees/\($0.id)" } ?? "/settings/employees")">\(form.hidden)\(form.banner)
      \(form.fields(.changePeople, """
        \(form.input("name", t("people.name")))
        <div class="form-pair">\(form.input("email", t("people.email"), type: "email"))\
        \(form.select("role", t("people.role"), choices["role"] ?? []))</div>
        \(if: !teams.isEmpty, form.checks("team", t("people.teams"), choices["team"] ?? []))
        """))
      \(SaveRow(lastChange: lastChange, right: .changePeople).html(frame))
      </form>
      \(employee.map { actions($0, frame) })
      </div>
      """
  }

  private var stored: [String: [String]] {
    guard let employee else {
      return ["role": [String(roles.first { $0.key == "agent" }?.id ?? 0)], "team": teams.prefix(1).map { String($0.id) }]
    }
    return [
      "name": [employee.name], "email": [employee.email], "role": [String(employee.roleID)], "team": memberships.map(String.init),
      "rev": [String(employee.rev)],
    ]
  }

  private func state(_ t: Words) -> HTML {
    guard let employee else { return .empty }
    if !employee.isActive { return "<span class=\"badge\">\(t("people.deactivated"))</span>" }
    return employee.mustChangePassword ? "<span class=\"badge badge-info\">\(t("people.invited"))</span>" : ""
  }

  private func actions(_ employee: Employee, _ frame: Frame) -> HTML {
    guard frame.agent?.may(.changePeople) ?? false else { return .empty }
    let (t, path) = (frame.t, "/settings/employees/\(employee.id)")
    let leaving: HTML = "<a class=\"button button-danger\" href=\"\(path)/deactivation\">\(t("people.deactivate"))</a>"
    let returning: HTML =
      "<form method=\"post\" action=\"\(path)/deactivation/delete\">\(frame.csrf)<button class=\"button\">\(t("people.reactivate"))</button></form>"
    return """
      <section class="card"><h2>\(t("people.access"))</h2><p class="muted">\(t("people.newPasswordHint"))</p><div class="button-row">
      <form method="post" action="\(path)/password">\(frame.csrf)<button class="button">\(frame.icon("key-round"))\(t("people.newPassword"))</button></form>
      \(if: employee.isActive, leaving, else: returning)</div></section>
      """
  }
}

/// The one time that a password is seen.
struct PasswordShownPage: Page {
  let id: Int64
  let name: String
  let email: String
  let password: String

  func title(_ t: Words) -> String { t("people.passwordOf", ["name": name]) }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <div class="page">
      <header class="page-head"><h1>\(title(t))</h1></header>
      <div class="banner banner-soon">\(frame.icon("key-round"))<span class="banner-text"><b>\(t("people.passwordOnce"))</b>\(t("people.passwordOnceHint"))</span></div>
      <section class="card"><dl class="props"><dt>\(t("people.email"))</dt><dd>\(email)</dd>\
      <dt>\(t("people.password"))</dt><dd><code class="mono" data-copy-text>\(password)</code></dd></dl>
      <div class="form-actions"><a class="button button-primary" href="/settings/employees">\(t("people.passwordTold"))</a></div></section>
      </div>
      """
  }
}

/// Who goes on with the tickets of somebody who leaves.
struct LeavingPage: Page {
  let employee: Employee
  let openTickets: Int
  let people: [Choice]
  let teams: [Choice]
  let refused: RefusedForm?

  func title(_ t: Words) -> String { t("people.deactivateWho", ["name": employee.name]) }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    let form = FormView(frame, [:], refused: refused)
    let groups: [(label: String?, options: [FormView.Option])] = [
      (nil, [.init("", t("people.theirTeams"))]), (t("people.teams"), teams.map { .init("team-\($0.id)", $0.name) }),
      (t("people.employees"), people.map { .init("employee-\($0.id)", $0.name) }),
    ]
    return """
      <div class="page">
      \(SettingsTrail.html(frame, [("/settings/employees", t("people.employees")), ("/settings/employees/\(employee.id)", employee.name)], here: t("people.deactivate")))
      <header class="page-head"><h1>\(title(t))</h1></header>
      <p class="page-lead">\(t("people.deactivateHint"))</p>
      <form class="card form" method="post" action="/settings/employees/\(employee.id)/deactivation">\(form.hidden)\(form.banner)
      <p>\(t("people.openTickets", count: openTickets))</p>
      \(form.select("handOver", t("people.handOver"), groups))
      <div class="form-actions"><button class="button button-danger-solid">\(t("people.deactivate"))</button>
      <a class="button button-quiet" href="/settings/employees/\(employee.id)">\(t("form.cancel"))</a></div>
      </form></div>
      """
  }
}
