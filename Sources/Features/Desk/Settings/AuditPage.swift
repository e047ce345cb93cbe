import Web

struct AuditPage: Page {
  let log: AuditLog
  let filter: AuditLog.Filter
  let people: [Choice]

  func title(_ t: Words) -> String { t("settings.audit") }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    let form = FormView(frame, ["subject": [filter.subject ?? ""], "who": [filter.actor.map(String.init) ?? ""]])
    let subjects = [FormView.Option("", t("audit.anything"))] + AuditLog.subjects.map { .init($0, subjectName($0, t)) }
    return """
      <div class="page page-wide">
      \(SettingsTrail.html(frame, here: title(t)))
      <header class="page-head"><h1>\(t("settings.audit"))</h1></header>
      <form class="card form" action="/settings/audit"><div class="form-pair">\(form.select("subject", t("audit.about"), subjects))\
      \(form.select("who", t("audit.who"), [.init("", t("audit.anybody"))] + people.map { .init($0) }))</div>
      <div class="form-actions"><button class="button">\(frame.icon("filter"))\(t("audit.filter"))</button></div></form>
      \(if: log.events.isEmpty, "<div class=\"empty\">\(frame.icon("history"))<h2>\(t("audit.nothing"))</h2></div>", else: table(frame))
      \(more(frame))
      </div>
      """
  }

  private func table(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <div class="table-box" tabindex="0" role="region" aria-label="\(t("settings.audit"))"><table class="table table-stacks"><thead><tr>\
      <th scope="col">\(t("audit.when"))</th><th scope="col">\(t("audit.who"))</th><th scope="col">\(t("audit.what"))</th>\
      <th scope="col">\(t("audit.details"))</th></tr></thead><tbody>\(each: log.events, { row($0, frame) })</tbody></table></div>
      """
  }

  private func row(_ event: Event, _ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <tr><td class="nowrap table-aside"><time datetime="\(frame.clock.machine(event.at))">\(frame.clock.full(event.at))</time></td><td class="table-lead">\(who(event.actor, t))</td>\
      <td>\(what(event, t))<br><small>\(subject(event, t))</small></td><td>\(each: event.changes, { change($0, t) })\(address(event, t))</td></tr>

      """
  }

  private func who(_ actor: Actor, _ t: Words) -> String {
    switch actor {
    case .employee(let id): log.names[id] ?? "№ \(id)"
    case .contact: t("audit.contact")
    case .desk: t("product.name")
    }
  }

  // words: audit.kind.*
  private func what(_ event: Event, _ t: Words) -> String {
    let key = "audit.kind.\(event.kind.rawValue)"
    return t.has(key) ? t(key) : event.kind.rawValue
  }

  // words: audit.subject.*
  private func subjectName(_ kind: String, _ t: Words) -> String {
    let key = "audit.subject.\(kind)"
    return t.has(key) ? t(key) : kind
  }

  private func subject(_ event: Event, _ t: Words) -> String {
    let name = event.facts["name"] ?? (event.subject.kind == "employee" ? log.names[event.subject.id] : nil)
    return name.map { "\(subjectName(event.subject.kind, t)): \($0)" } ?? "\(subjectName(event.subject.kind, t)) № \(event.subject.id)"
  }

  // words: audit.field.*
  private func change(_ change: Event.Change, _ t: Words) -> HTML {
    let key = "audit.field.\(change.field)"
    let field = t.has(key) ? t(key) : change.field
    return "<div>\(field): <s>\(change.before ?? "")</s> → \(change.after ?? "")</div>"
  }

  private func address(_ event: Event, _ t: Words) -> HTML {
    event.facts["address"].map { "<span class=\"mono\">\($0)</span>" } ?? ""
  }

  private func more(_ frame: Frame) -> HTML {
    guard let next = log.next else { return .empty }
    let subject = filter.subject.map { "subject=\(URLText.query($0))&" } ?? ""
    let who = filter.actor.map { "who=\($0)&" } ?? ""
    return """
      <nav class="pagination" aria-label="\(frame.t("list.pages"))"><a class="button button-small" rel="next" \
      href="/settings/audit?\(subject)\(who)before=\(next)">\(frame.t("list.next"))</a></nav>
      """
  }
}
