import Web

/// What is pressed, filled in and chosen.
struct FormSpecimens {
  let frame: Frame
  /// In every id: the page shows each twice.
  let theme: String
  private var t: Words { frame.t }

  var buttons: HTML {
    let kinds = ["button-primary", "", "button-quiet", "button-danger", "button-danger-solid", "button-note"]
    return """
      \(each: kinds, { "<button class=\"button \($0)\" type=\"button\">\(t("form.save"))</button> " })
      <button class="button button-small" type="button">\(frame.icon("plus"))\(t("form.save"))</button>
      <button class="button" type="button" disabled>\(t("form.save"))</button>
      <button class="icon-button" type="button" aria-label="\(t("nav.notifications"))">\(frame.icon("bell"))</button>
      <span class="split-button"><button class="button button-primary" type="button">\(t("composer.send"))</button>\
      <button class="button button-primary" type="button" popovertarget="menu-\(theme)" aria-label="\(t("composer.sendAnd"))">\
      \(frame.icon("chevron-down"))</button></span>
      <div class="menu" id="menu-\(theme)" popover><button type="button">\(frame.icon("circle-check"))\(t("composer.sendDone"))<kbd>e</kbd></button><hr>\
      <button class="menu-danger" type="button">\(frame.icon("x"))\(t("composer.discard"))</button></div>
      """
  }

  var fields: HTML {
    let (name, area, choice, wrong) = ("name-\(theme)", "area-\(theme)", "choice-\(theme)", "wrong-\(theme)")
    let form = FormView(frame, [name: [t("design.person")], area: [t("design.sentence")], choice: ["ru"]])
    let refused = FormView(
      frame, refused: RefusedForm(form: Form([(wrong, "")]), problems: [.init(wrong, "error.nameMissing")], isConflict: false))
    return """
      \(form.input(name, t("people.name"), hint: t("design.sentence")))
      \(refused.input(wrong, t("people.name")))
      \(form.select(choice, t("settings.desk.language"), Language.options(t)))
      \(form.area(area, t("setup.ticket.textLabel")))
      """
  }

  var choices: HTML {
    let (check, segmented) = ("check-\(theme)", "segmented-\(theme)")
    let form = FormView(frame, [check: ["1"], segmented: ["ru"]])
    return """
      \(form.check(check, t("design.choice"), hint: t("design.sentence")))
      <label class="switch"><input type="checkbox" role="switch" checked><span class="switch-text">\(t("design.choice"))</span></label>
      \(form.segmented(segmented, t("settings.desk.language"), Language.options(t)))
      """
  }
}
