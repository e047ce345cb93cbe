import Secrets
import Web

struct CompanyPage: Page {
  let company: Company
  let contacts: ClientLines
  let tickets: ClientTickets

  var section: Section? { .clients }
  func title(_ t: Words) -> String { company.name }

  func body(_ frame: Frame) -> HTML {
    let (t, path) = (frame.t, "/companies/\(company.id)")
    let mayChange = frame.agent?.may(.changeClients) ?? false
    return """
      <div class="page page-wide">
      <nav class="breadcrumbs" aria-label="\(t("nav.where"))"><ol><li><a href="/companies">\(t("clients.companies"))</a></li>\
      <li aria-current="page">\(company.name)</li></ol></nav>
      <header class="page-head">\(frame.avatar(company.name, classes: "avatar-large avatar-client"))<h1>\(company.name)</h1>\
      <div class="button-row">\(if: frame.agent?.may(.createTickets) ?? false, ticketLink(frame))\
      \(if: mayChange, "<a class=\"button\" href=\"\(path)/edit\">\(frame.icon("pencil"))\(t("clients.edit"))</a>")</div></header>
      <div class="two"><div class="stack">
      <section class="card"><h2>\(t("clients.tickets"))</h2>\(ClientTicketTable(tickets: tickets, path: path).html(frame))</section>
      </div><aside class="stack">
      <section class="card"><h2>\(t("clients.about"))</h2><dl class="props"><dt>\(t("clients.domains"))</dt>\
      <dd>\(company.domains.isEmpty ? "—" : company.domains.joined(separator: ", "))</dd>\
      \(if: !company.note.isEmpty, "<dt>\(t("clients.note"))</dt><dd>\(lines(company.note))</dd>")</dl></section>
      <section class="card"><header class="card-head"><h2>\(t("clients.contacts"))</h2>\(if: mayChange,
        "<a class=\"button button-small\" href=\"/contacts/new?company=\(company.id)\">\(frame.icon("plus"))\(t("clients.newContact"))</a>")</header>
      <ul class="stack">\(each: contacts.lines, { person($0, frame) })</ul>
      \(contacts.next.map { MoreLink(path: path, query: [], next: $0).html(frame) })</section>
      </aside></div></div>
      """
  }

  private func ticketLink(_ frame: Frame) -> HTML {
    "<a class=\"button\" href=\"/tickets/new?company=\(company.id)\">\(frame.icon("plus"))\(frame.t("clients.newTicketFor"))</a>"
  }

  private func person(_ line: ClientLine, _ frame: Frame) -> HTML {
    """
    <li><a class="person" href="/contacts/\(line.id)">\(frame.avatar(line.name))<span>\(line.name)<br><small class="muted">\(line.detail)</small></span></a></li>
    """
  }
}

/// Lines of a note as they were typed.
func lines(_ text: String) -> HTML { HTML("\(each: text.split(whereSeparator: \.isNewline), { "\($0)<br>" })") }

struct CompanyFormPage: Page {
  let company: Company?
  let lastChange: LastChange?
  let refused: RefusedForm?

  var section: Section? { .clients }
  func title(_ t: Words) -> String { company?.name ?? t("clients.newCompany") }

  func body(_ frame: Frame) -> HTML {
    let (t, path) = (frame.t, company.map { "/companies/\($0.id)" } ?? "/companies")
    let form = FormView(frame, stored, refused: refused)
    return """
      <div class="page">
      <nav class="breadcrumbs" aria-label="\(t("nav.where"))"><ol><li><a href="/companies">\(t("clients.companies"))</a></li>\
      \(if: company != nil, "<li><a href=\"\(path)\">\(title(t))</a></li>")\
      <li aria-current="page">\(company == nil ? title(t) : t("clients.edit"))</li></ol></nav>
      <header class="page-head"><h1>\(title(t))</h1></header>
      \(form.conflict([("name", t("clients.companyName")), ("domains", t("clients.domains")), ("note", t("clients.note"))], by: lastChange))
      <form class="card form" method="post" action="\(path)">\(form.hidden)\(form.creationKey(isNew: company == nil))\(form.banner)
      \(form.input("name", t("clients.companyName"), autocomplete: "organization"))
      \(form.area("domains", t("clients.domains"), rows: 2, hint: t("clients.domainsHint")))
      \(form.area("note", t("clients.note")))
      <div class="form-actions"><button class="button button-primary">\(t("form.save"))</button>\
      <a class="button button-quiet" href="\(path)">\(t("form.cancel"))</a></div>
      </form></div>
      """
  }

  private var stored: [String: [String]] {
    guard let company else { return [:] }
    return [
      "name": [company.name], "domains": [company.domains.joined(separator: ", ")], "note": [company.note], "rev": [String(company.rev)],
    ]
  }
}

extension FormView {
  /// One for each form that is shown: sent twice, it creates once.
  package func creationKey(isNew: Bool) -> HTML {
    guard isNew else { return .empty }
    let typed = value("key")
    return "<input type=\"hidden\" name=\"key\" value=\"\(typed.isEmpty ? Random.publicID() : typed)\">"
  }
}
