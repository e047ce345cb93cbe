import Web

struct DeskPage: Page {
  let profile: DeskProfile
  let closeAfterDays: Int64
  let rev: Int64
  let lastChange: LastChange?
  let refused: RefusedForm?

  func title(_ t: Words) -> String { t("settings.desk") }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    let form = FormView(
      frame,
      [
        "name": [profile.name], "language": [profile.language.rawValue], "timeZone": [profile.timeZone],
        "closeAfterDays": [String(closeAfterDays)], "rev": [String(rev)],
      ],
      refused: refused)
    return """
      <div class="page">
      \(SettingsTrail.html(frame, here: title(t)))
      <header class="page-head"><h1>\(t("settings.desk"))</h1></header>
      <p class="page-lead">\(t("settings.desk.about"))</p>
      \(form.conflict([("name", t("settings.desk.name")), ("language", t("settings.desk.language")), ("timeZone", t("settings.desk.timeZone")), ("closeAfterDays", t("settings.desk.closeAfterDays"))], choices: ["language": Language.options(t)], by: lastChange))
      <form class="card form" method="post" action="/settings/desk">\(form.hidden)\(form.banner)
      \(form.fields(.changeSettings, """
        \(form.input("name", t("settings.desk.name"), hint: t("settings.desk.nameHint"), autocomplete: "organization"))
        <div class="form-pair">\(form.select("language", t("settings.desk.language"), Language.options(t)))\
        \(form.select("timeZone", t("settings.desk.timeZone"), Zones.groups(t, now: frame.now)))</div>
        \(form.input("closeAfterDays", t("settings.desk.closeAfterDays"), type: "number", hint: t("settings.desk.closeAfterDaysHint"), attributes: " min=\"1\" max=\"365\""))
        """))
      \(SaveRow(lastChange: lastChange, right: .changeSettings).html(frame))
      </form></div>
      """
  }
}

/// The end of a settings form: the button for who may save, and who saved last.
package struct SaveRow {
  let lastChange: LastChange?
  let right: Right

  package init(lastChange: LastChange?, right: Right) {
    self.lastChange = lastChange
    self.right = right
  }

  package func html(_ frame: Frame) -> HTML {
    let mayChange = frame.agent?.may(right) ?? false
    let button: HTML = mayChange ? "<button class=\"button button-primary\">\(frame.t("form.save"))</button>" : ""
    let last: HTML = lastChange.map { "<small class=\"muted\">\($0.sentence(frame))</small>" } ?? ""
    return "<div class=\"form-actions\">\(button)<span class=\"form-actions-gap\"></span>\(last)</div>"
  }
}

extension Language {
  package static func options(_ t: Words) -> [FormView.Option] { allCases.map { .init($0.rawValue, t("language.\($0.rawValue)")) } }
}
