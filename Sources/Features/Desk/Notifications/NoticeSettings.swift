import Storage
import Web

/// Of what a person wants to be told, and how.
struct NoticeSettings: Sendable {
  struct Choice: Sendable, Equatable {
    var inDesk = true
    var byMail = true
  }

  private(set) var choices: [Notice.Kind: Choice] = [:]
  subscript(_ kind: Notice.Kind) -> Choice { choices[kind] ?? Choice(byMail: kind.isMailedAtFirst) }

  init(form: Form) {
    for kind in Notice.Kind.allCases {
      choices[kind] = Choice(inDesk: form.isOn("desk-\(kind.rawValue)"), byMail: form.isOn("mail-\(kind.rawValue)"))
    }
  }

  init(of agent: Agent, in db: any Database) throws {
    for row in try db.rows("SELECT kind, in_desk, by_mail FROM notification_setting WHERE employee_id = \(agent.id)") {
      let kind: String = try row[0]
      // A kind that a newer program knows stays as it is.
      if let known = Notice.Kind(rawValue: kind) { choices[known] = Choice(inDesk: try row[1], byMail: try row[2]) }
    }
  }

  func save(for agent: Agent, in change: Transaction) throws {
    for (kind, choice) in choices {
      try change.db.run(
        """
        INSERT INTO notification_setting (employee_id, kind, in_desk, by_mail)
        VALUES (\(agent.id), \(kind), \(choice.inDesk), \(choice.byMail))
        ON CONFLICT (employee_id, kind) DO UPDATE SET in_desk = excluded.in_desk, by_mail = excluded.by_mail
        """)
    }
  }
}

struct NoticeSettingsPage: Page {
  let settings: NoticeSettings
  let isSaved: Bool

  func title(_ t: Words) -> String { t("notify.settings") }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <div class="page">
      <nav class="breadcrumbs" aria-label="\(t("notify.path"))"><ol><li><a href="/notifications">\(t("notify.title"))</a></li>
      <li aria-current="page">\(t("notify.settings"))</li></ol></nav>
      <header class="page-head"><h1>\(t("notify.settings"))</h1></header>
      \(if: isSaved, "<div class=\"banner banner-ok\" role=\"status\">\(frame.icon("circle-check"))<span class=\"banner-text\">\(t("notify.saved"))</span></div>")
      <form class="form" method="post" action="/notifications/settings">\(frame.csrf)
      <div class="table-box" tabindex="0" role="region" aria-label="\(t("notify.settings"))"><table class="table table-fits"><thead><tr>
      <th scope="col">\(t("notify.what"))</th><th scope="col">\(t("notify.inDesk"))</th><th scope="col">\(t("notify.byMail"))</th></tr></thead>
      <tbody>\(each: Notice.Kind.allCases, { row($0, t) })</tbody></table></div>
      <div class="form-actions"><button class="button button-primary">\(t("form.save"))</button></div></form>
      </div>
      """
  }

  private func row(_ kind: Notice.Kind, _ t: Words) -> HTML {
    let name = t("notify.kind.\(kind.rawValue)")
    return """
      <tr><th scope="row">\(name)</th><td>\(box("desk", kind, settings[kind].inDesk, "\(name): \(t("notify.inDesk"))"))</td>\
      <td>\(box("mail", kind, settings[kind].byMail, "\(name): \(t("notify.byMail"))"))</td></tr>

      """
  }

  private func box(_ channel: String, _ kind: Notice.Kind, _ isOn: Bool, _ label: String) -> HTML {
    """
    <label class="check"><input type="checkbox" name="\(channel)-\(kind.rawValue)" value="1" aria-label="\(label)"\(if: isOn, " checked")></label>
    """
  }
}
