import Web

struct ContactPage: Page {
  let contact: Contact
  let emails: [ContactEmail]
  let company: String?
  let tickets: ClientTickets

  var section: Section? { .clients }
  func title(_ t: Words) -> String { contact.name }

  func body(_ frame: Frame) -> HTML {
    let (t, path) = (frame.t, "/contacts/\(contact.id)")
    let mayChange = frame.agent?.may(.changeClients) ?? false
    return """
      <div class="page page-wide">
      <nav class="breadcrumbs" aria-label="\(t("nav.where"))"><ol><li><a href="/contacts">\(t("clients.contacts"))</a></li>\
      <li aria-current="page">\(contact.name)</li></ol></nav>
      <header class="page-head">\(frame.avatar(contact.name, classes: "avatar-large"))<h1>\(contact.name)</h1>\
      <div class="button-row">\(if: frame.agent?.may(.createTickets) ?? false, ticketLink(frame))\
      \(if: mayChange, "<a class=\"button\" href=\"\(path)/edit\">\(frame.icon("pencil"))\(t("clients.edit"))</a>")</div></header>
      <div class="two"><section class="card"><h2>\(t("clients.tickets"))</h2>\(ClientTicketTable(tickets: tickets, path: path).html(frame))</section>
      <aside class="card"><h2>\(t("clients.about"))</h2><dl class="props"><dt>\(t("clients.company"))</dt><dd>\(companyLink)</dd>\
      <dt>\(t("people.email"))</dt><dd>\(each: emails, { email($0, frame) })</dd>\
      \(contact.language.map { HTML("<dt>\(t("clients.language"))</dt><dd>\(t("language.\($0)"))</dd>") })\
      \(if: !contact.note.isEmpty, "<dt>\(t("clients.note"))</dt><dd>\(lines(contact.note))</dd>")</dl></aside></div></div>
      """
  }

  private func ticketLink(_ frame: Frame) -> HTML {
    "<a class=\"button\" href=\"/tickets/new?contact=\(contact.id)\">\(frame.icon("plus"))\(frame.t("clients.newTicketFor"))</a>"
  }

  private var companyLink: HTML {
    guard let id = contact.companyID, let company else { return "—" }
    return "<a href=\"/companies/\(id)\">\(company)</a>"
  }

  private func email(_ email: ContactEmail, _ frame: Frame) -> HTML {
    let bounced: HTML =
      email.bouncedAt.map {
        """
        <small class="bounce">\(frame.icon("mail-x"))<span>\(frame.t("clients.bounced")) \(frame.clock.element($0)) \(email.bounceReason)</span></small>
        """
      } ?? ""
    return "<div>\(AddressLink(address: email.address).html)\(bounced)</div>"
  }
}

struct ContactFormPage: Page {
  let contact: Contact?
  let emails: [String]
  let companyID: Int64?
  let companyName: String?
  let lastChange: LastChange?
  let refused: RefusedForm?

  var section: Section? { .clients }
  func title(_ t: Words) -> String { contact?.name ?? t("clients.newContact") }

  func body(_ frame: Frame) -> HTML {
    let (t, path) = (frame.t, contact.map { "/contacts/\($0.id)" } ?? "/contacts")
    let form = FormView(frame, stored, refused: refused)
    return """
      <div class="page">
      <nav class="breadcrumbs" aria-label="\(t("nav.where"))"><ol><li><a href="/contacts">\(t("clients.contacts"))</a></li>\
      \(if: contact != nil, "<li><a href=\"\(path)\">\(title(t))</a></li>")\
      <li aria-current="page">\(contact == nil ? title(t) : t("clients.edit"))</li></ol></nav>
      <header class="page-head"><h1>\(title(t))</h1></header>
      \(form.conflict(compared(t), choices: ["language": Language.options(t)], by: lastChange))
      <form class="card form" method="post" action="\(path)">\(form.hidden)\(form.creationKey(isNew: contact == nil))\(form.banner)
      \(form.input("name", t("people.name")))
      \(form.area("emails", t("people.email"), rows: 2, hint: t("clients.emailsHint")))
      \(form.combobox("companyName", t("clients.company"), url: "/companies/search", chosen: "company", hint: t("clients.companyHint")))
      \(form.select("language", t("clients.language"), [.init("", t("clients.anyLanguage"))] + Language.options(t), isOptional: true))
      \(form.area("note", t("clients.note")))
      <div class="form-actions"><button class="button button-primary">\(t("form.save"))</button>\
      <a class="button button-quiet" href="\(path)">\(t("form.cancel"))</a></div>
      </form></div>
      """
  }

  private func compared(_ t: Words) -> [(name: String, label: String)] {
    [
      ("name", t("people.name")), ("emails", t("people.email")), ("companyName", t("clients.company")), ("language", t("clients.language")),
      ("note", t("clients.note")),
    ]
  }

  private var stored: [String: [String]] {
    var stored = [
      "emails": [emails.joined(separator: "\n")], "companyName": [companyName ?? ""], "companyWas": [companyID.map(String.init) ?? ""],
    ]
    guard let contact else { return stored }
    stored["name"] = [contact.name]
    stored["language"] = [contact.language ?? ""]
    stored["note"] = [contact.note]
    stored["rev"] = [String(contact.rev)]
    return stored
  }
}
