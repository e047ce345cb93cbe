import Hummingbird
import Web

/// A form that was not taken: what was typed, and why not.
package struct RefusedForm: Sendable {
  package let form: Form
  package let problems: [Refusal.Problem]
  /// Somebody else saved meanwhile.
  package let isConflict: Bool

  package init(form: Form, problems: [Refusal.Problem], isConflict: Bool) {
    self.form = form
    self.problems = problems
    self.isConflict = isConflict
  }

  package var status: HTTPResponse.Status { isConflict ? .conflict : .unprocessableContent }
}

extension Visit {
  /// Saves, or shows the form again with everything that was typed.
  package func submit(
    _ save: () async throws -> Response, refused: (RefusedForm) async throws -> Response
  ) async throws -> Response {
    do {
      return try await save()
    } catch Refusal.invalid(let problems) where !wantsJSON {
      return try await refused(RefusedForm(form: form, problems: problems, isConflict: false))
    } catch Refusal.conflict(let key) where !wantsJSON {
      return try await refused(RefusedForm(form: form, problems: [.init("", key)], isConflict: true))
    }
  }
}

/// Draws the fields of one form: with what is stored, or with what was typed when the form was refused.
package struct FormView {
  package struct Option: Sendable {
    package let value: String
    package let label: String
    package init(_ value: String, _ label: String) {
      self.value = value
      self.label = label
    }
    package init(_ choice: Choice) { self.init(String(choice.id), choice.name) }
  }

  package let frame: Frame
  private let stored: [String: [String]]
  private let refused: RefusedForm?

  package init(_ frame: Frame, _ stored: [String: [String]] = [:], refused: RefusedForm? = nil) {
    self.frame = frame
    self.stored = stored
    self.refused = refused
  }

  private var t: Words { frame.t }
  package func value(_ name: String) -> String { refused.map { $0.form.raw(name) ?? "" } ?? stored[name]?.first ?? "" }
  package func values(_ name: String) -> [String] { refused?.form.all(name) ?? stored[name] ?? [] }
  package func isOn(_ name: String) -> Bool { refused?.form.isOn(name) ?? (stored[name]?.first == "1") }

  /// The token and the revision.
  package var hidden: HTML { "\(frame.csrf)\(revision)" }

  /// The revision that the typing is based on. After a conflict it is the present one: who sends the form again has seen both versions.
  package var revision: HTML {
    let typed = refused.flatMap { $0.isConflict ? nil : $0.form.raw("rev") }
    let rev = typed ?? stored["rev"]?.first
    return "\(rev.map { HTML("<input type=\"hidden\" name=\"rev\" value=\"\($0)\">") })"
  }

  /// What is wrong with the form as a whole.
  package var banner: HTML {
    let texts = (refused?.problems ?? []).filter(\.field.isEmpty).map { t($0.key, $0.values) }
    guard !texts.isEmpty else { return .empty }
    return """
      <div class="banner banner-late" role="alert">\(frame.icon("circle-alert"))<span class="banner-text">\(texts.joined(separator: " "))</span></div>
      """
  }

  /// The banner of a long form: with everything that is wrong in it, each with the way to its field.
  /// - Parameter names: of the fields whose sentences do not say which they are about.
  package func summary(_ names: [String: String] = [:]) -> HTML {
    guard let problems = refused?.problems, problems.contains(where: { !$0.field.isEmpty }) else { return banner }
    return """
      <div class="banner banner-late" role="alert" tabindex="-1" autofocus>\(frame.icon("circle-alert"))<div class="banner-text">\
      <b>\(t("form.notSaved"))</b><ul>\(each: problems, { item($0, names[$0.field]) })</ul></div></div>
      """
  }

  private func item(_ problem: Refusal.Problem, _ name: String?) -> HTML {
    let text = (name.map { "\($0). " } ?? "") + t(problem.key, problem.values)
    return problem.field.isEmpty ? "<li>\(text)</li>" : "<li><a href=\"#\(problem.field)\">\(text)</a></li>"
  }

  /// The fields of a form that holders of a right save: to everybody else they are shown as they stand.
  package func fields(_ right: Right, _ fields: HTML) -> HTML {
    frame.agent?.may(right) ?? false ? fields : "<fieldset class=\"form\" disabled>\(fields)</fieldset>"
  }

  package func input(
    _ name: String, _ label: String, type: String = "text", hint: String? = nil, isOptional: Bool = false, autocomplete: String = "off",
    attributes: HTML = ""
  ) -> HTML {
    let content = type == "password" ? "" : value(name)
    let required: HTML = isOptional ? "" : " required"
    return field(
      name, label, hint: hint, isOptional: isOptional,
      """
      <input class="input" id="\(name)" name="\(name)" type="\(type)" value="\(content)" autocomplete="\(autocomplete)"\
      \(state(name, hint: hint))\(required)\(attributes)>
      """)
  }

  /// A text that is completed from the server. The module sends the id that was chosen as `chosen`; `chosenWas` is the stored one.
  package func combobox(_ name: String, _ label: String, url: String, chosen: String, hint: String? = nil) -> HTML {
    field(
      name, label, hint: hint, isOptional: true,
      """
      <sd-combobox data-url="\(url)" data-min="1" data-name="\(chosen)"><input class="input" id="\(name)" name="\(name)" value="\(value(name))" \
      autocomplete="off"\(state(name, hint: hint))></sd-combobox>\
      <input type="hidden" name="\(chosen)Was" value="\(value(chosen + "Was"))">
      """)
  }

  /// The same for a client that may be new: what is chosen stands in the hidden field `chosen`, an id or "new".
  package func picker(
    _ name: String, _ label: String, url: String, chosen: String, create: String?, hint: String? = nil, attributes: HTML = ""
  ) -> HTML {
    let creation: HTML? = create.map { " data-create=\"\($0)\"" }
    return field(
      name, label, hint: hint, isOptional: true,
      """
      <sd-combobox data-url="\(url)" data-min="1" data-name="\(chosen)"\(creation)><input class="input" id="\(name)" name="\(name)" \
      value="\(value(name))" autocomplete="off"\(state(name, hint: hint))\(attributes)>\
      <input type="hidden" name="\(chosen)" value="\(value(chosen))"></sd-combobox>
      """)
  }

  package func area(
    _ name: String, _ label: String, rows: Int = 4, hint: String? = nil, isOptional: Bool = true, attributes: HTML = "", after: HTML = ""
  ) -> HTML {
    field(
      name, label, hint: hint, isOptional: isOptional,
      """
      <textarea class="textarea" id="\(name)" name="\(name)" rows="\(rows)"\(state(name, hint: hint))\(attributes)>
      \(value(name))</textarea>\(after)
      """)
  }

  package func select(
    _ name: String, _ label: String, _ groups: [(label: String?, options: [Option])], hint: String? = nil, isOptional: Bool = false
  ) -> HTML {
    let chosen = value(name)
    return field(
      name, label, hint: hint, isOptional: isOptional,
      """
      <span class="select-box"><select class="select " id="\(name)" name="\(name)"\(state(name, hint: hint))>\
      \(each: groups, { group($0.label, $0.options, chosen) })</select>\(frame.icon("chevrons-up-down"))</span>
      """)
  }

  package func select(_ name: String, _ label: String, _ options: [Option], hint: String? = nil, isOptional: Bool = false) -> HTML {
    select(name, label, [(nil, options)], hint: hint, isOptional: isOptional)
  }

  private func group(_ label: String?, _ options: [Option], _ chosen: String) -> HTML {
    let items: HTML = "\(each: options, { option($0, chosen) })"
    return label.map { "<optgroup label=\"\($0)\">\(items)</optgroup>" } ?? items
  }

  private func option(_ option: Option, _ chosen: String) -> HTML {
    "<option value=\"\(option.value)\"\(if: option.value == chosen, " selected")>\(option.label)</option>"
  }

  package func check(_ name: String, _ label: String, hint: String? = nil) -> HTML {
    """
    <label class="check"><input type="checkbox" name="\(name)" value="1"\(if: isOn(name), " checked")>\
    <span class="check-text">\(label)\(hint.map { HTML("<small>\($0)</small>") })</span></label>
    """
  }

  /// Any number of some.
  package func checks(_ name: String, _ label: String, _ options: [Option]) -> HTML {
    let chosen = Set(values(name))
    return """
      <fieldset class="field"><legend class="field-label">\(label)</legend>\(each: options, { option in
        "<label class=\"check\"><input type=\"checkbox\" name=\"\(name)\" value=\"\(option.value)\"\(if: chosen.contains(option.value), " checked")>"
          + "<span class=\"check-text\">\(option.label)</span></label>"
      })\(problem(name))</fieldset>
      """
  }

  /// One of a few.
  package func segmented(_ name: String, _ label: String, _ options: [Option]) -> HTML {
    let chosen = value(name)
    return """
      <div class="field"><span class="field-label" id="\(name)-label">\(label)</span>
      <span><span class="segmented" role="radiogroup" aria-labelledby="\(name)-label">\(each: options, { option in
        "<label><input type=\"radio\" name=\"\(name)\" value=\"\(option.value)\"\(if: option.value == chosen, " checked")>\(option.label)</label>"
      })</span></span>\(problem(name))</div>
      """
  }

  private func field(_ name: String, _ label: String, hint: String?, isOptional: Bool, _ control: HTML) -> HTML {
    let optional: HTML = isOptional ? "<span class=\"field-optional\">\(t("form.optional"))</span>" : ""
    let hintLine: HTML? = hint.map { "<p class=\"field-hint\" id=\"\(name)-hint\">\($0)</p>" }
    return
      "<div class=\"field\"><label class=\"field-label\" for=\"\(name)\">\(label)\(optional)</label>\(control)\(hintLine)\(problem(name))</div>"
  }

  private func problems(_ name: String) -> [Refusal.Problem] { (refused?.problems ?? []).filter { $0.field == name } }

  private func state(_ name: String, hint: String?) -> HTML {
    let isWrong = !problems(name).isEmpty
    let described = (hint == nil ? [] : ["\(name)-hint"]) + (isWrong ? ["\(name)-error"] : [])
    let wrong: HTML = isWrong ? " aria-invalid=\"true\"" : ""
    return described.isEmpty ? wrong : "\(wrong) aria-describedby=\"\(described.joined(separator: " "))\""
  }

  private func problem(_ name: String) -> HTML {
    let texts = problems(name).map { t($0.key, $0.values) }
    guard !texts.isEmpty else { return .empty }
    return "<p class=\"field-error\" id=\"\(name)-error\">\(frame.icon("circle-alert"))\(texts.joined(separator: " "))</p>"
  }
}

extension FormView {
  /// After a conflict: what is stored now beside what was typed, for the fields that differ. The form below still holds
  /// what was typed, and saving it takes the typed version.
  /// - Parameter choices: what the values of a field stand for; such values have no order of their own.
  package func conflict(_ fields: [(name: String, label: String)], choices: [String: [Option]] = [:], by change: LastChange?) -> HTML {
    guard let refused, refused.isConflict else { return .empty }
    func shown(_ name: String, _ values: [String]) -> [String] {
      guard let options = choices[name] else { return values.filter { !$0.isEmpty } }
      return options.filter { values.contains($0.value) }.map(\.label)
    }
    let rows = fields.map { ($0.label, now: shown($0.name, stored[$0.name] ?? []), yours: shown($0.name, refused.form.all($0.name))) }
    return """
      <section class="card" role="alert" aria-labelledby="conflict-title"><h2 id="conflict-title">\(t("form.conflict"))</h2>
      <p>\(change.map { $0.sentence(frame) } ?? "") \(t("form.conflictAdvice"))</p>
      <div class="table-box"><table class="table"><thead><tr><th scope="col">\(t("form.field"))</th><th scope="col">\(t("form.storedNow"))</th>\
      <th scope="col">\(t("form.yours"))</th></tr></thead><tbody>\(each: rows.filter { $0.now != $0.yours }, { label, now, yours in
        "<tr><th scope=\"row\">\(label)</th><td>\(now.joined(separator: ", "))</td><td>\(yours.joined(separator: ", "))</td></tr>"
      })</tbody></table></div></section>
      """
  }
}
