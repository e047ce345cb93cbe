import Web

/// The frame of the wizard: the steps at the left, one form at the right.
struct Wizard {
  let steps: [any SetupStep]
  let states: [String: SetupProgress.State]
  /// `nil` is the first step, before there is anybody.
  let current: String?

  func html(_ frame: Frame, _ form: HTML) -> HTML {
    """
    <div class="wizard">
      <aside class="wizard-side">
        <div class="gate-brand"><img src="\(frame.assets.url("img/logo.svg"))" alt="" width="32" height="32">\(frame.t("product.name"))</div>
        <nav aria-label="\(frame.t("setup.steps"))"><ol class="stepper">
          \(first(frame.t))
          \(each: steps, { step($0.id, frame.t) })
        </ol></nav>
      </aside>
      <main class="wizard-main" id="main">\(form)</main>
    </div>
    """
  }

  private func first(_ t: Words) -> HTML {
    let state: HTML = current == nil ? " aria-current=\"step\"" : " data-done"
    return "<li><span class=\"step\"\(state)><span>\(t("setup.administrator.name"))</span></span></li>"
  }

  private func step(_ id: String, _ t: Words) -> HTML {
    let name: HTML = "<span>\(t("setup.\(id).name"))</span>"
    if id == current { return "<li><span class=\"step\" aria-current=\"step\">\(name)</span></li>" }
    if current == nil { return "<li><span class=\"step\">\(name)</span></li>" }
    if states[id] == .done { return "<li><a class=\"step\" href=\"/setup/\(id)\" data-done>\(name)</a></li>" }
    return "<li><a class=\"step\" href=\"/setup/\(id)\">\(name)<small>\(t("setup.optional"))</small></a></li>"
  }
}

/// Who administers, which language and zone, whose desk.
struct AdministratorPage: Page {
  let steps: [any SetupStep]
  let zone: String
  let refused: RefusedForm?

  var layout: PageLayout { .bare }
  func title(_ t: Words) -> String { t("setup.title") }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    let form = FormView(frame, ["language": [t.language.rawValue], "timeZone": [zone]], refused: refused)
    return Wizard(steps: steps, states: [:], current: nil).html(
      frame,
      """
      <form class="wizard-step form" method="post" action="/setup">
        <div><h1>\(t("setup.administrator.title"))</h1><p class="page-lead">\(t("setup.administrator.lead"))</p></div>
        \(form.banner)
        \(form.input("name", t("people.name"), autocomplete: "name", attributes: " autofocus"))
        <div class="form-pair">\(form.input("email", t("people.email"), type: "email", autocomplete: "username"))\
      \(form.input("password", t("people.password"), type: "password", hint: t("people.passwordHint"), autocomplete: "new-password"))</div>
        \(form.input("company", t("setup.company"), hint: t("settings.desk.nameHint"), autocomplete: "organization"))
        <div class="form-pair">\(form.select("language", t("settings.desk.language"), Language.options(t)))\
      \(form.select("timeZone", t("settings.desk.timeZone"), Zones.groups(t, now: frame.now)))</div>
        <div class="form-actions"><button class="button button-primary button-large">\(t("setup.next"))</button>
        <span class="form-actions-gap"></span>\(LanguageLinks(path: "/setup").html(t))</div>
      </form>
      """)
  }
}

/// A step that a feature brought, in the wizard's frame.
struct SetupStepPage: Page {
  let step: any SetupStep
  let steps: [any SetupStep]
  let states: [String: SetupProgress.State]
  let content: any SetupForm
  let refused: RefusedForm?

  var layout: PageLayout { .bare }
  func title(_ t: Words) -> String { t("setup.\(step.id).title") }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    let banner = FormView(frame, refused: refused).summary()
    return Wizard(steps: steps, states: states, current: step.id).html(
      frame,
      """
      <form class="wizard-step form" method="post" action="/setup/\(step.id)">\(frame.csrf)
        <div><h1>\(title(t))</h1><p class="page-lead">\(t("setup.\(step.id).lead"))</p></div>
        \(banner)
        \(content.html(frame, refused: refused?.form, problems: refused?.problems ?? []))
        <div class="form-actions"><button class="button button-primary button-large">\(t("setup.next"))</button>
        <button class="button button-quiet button-large" name="do" value="later" formnovalidate>\(t("setup.later"))</button></div>
      </form>
      """)
  }
}
