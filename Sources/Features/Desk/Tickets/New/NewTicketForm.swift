import Secrets
import Storage
import Web

/// The fields of a new ticket, in the order in which somebody on the telephone tells them.
struct NewTicketForm {
  let page: NewTicketPage
  let frame: Frame
  private let form: FormView
  private var t: Words { frame.t }
  private var choices: NewTicketChoices { page.choices }

  init(page: NewTicketPage, frame: Frame) {
    self.page = page
    self.frame = frame
    var stored = page.prefill.fields.mapValues { [$0] }
    stored["type"] = page.choices.usualType.map { [String($0)] }
    stored["priority"] = page.choices.usualPriority.map { [String($0)] }
    stored["team"] = page.choices.reach.team.map { [String($0)] }
    stored["notify"] = ["1"]
    form = FormView(frame, stored, refused: page.refused)
  }

  var html: HTML {
    let isPrefilled = !page.prefill.fields.isEmpty
    return """
      <form class="card form" method="post" action="/tickets" enctype="multipart/form-data" id="new-ticket" data-draft="/drafts/new-ticket"\
      \(if: isPrefilled, " data-prefilled")>
      \(frame.csrf)\(form.creationKey(isNew: true))<input type="hidden" name="format" value="\(format)">\(form.banner)
      \(client)
      \(form.input("subject", t("ticket.field.subject"), attributes: " maxlength=\"\(NewTicket.longestSubject)\""))
      \(form.area("text", t("newTicket.text"), rows: 6, attributes: " data-rich", after: ComposerFoot.formats(frame)))
      <div class="form-pair">\(form.select("type", t("ticket.field.type"), choices.words.types.map { .init(String($0.id), $0.title(t)) }))\
      \(form.select("priority", t("ticket.field.priority"), choices.words.priorities.map { .init(String($0.id), $0.title(t)) }))</div>
      \(hands)
      \(form.input("tags", t("ticket.field.tags"), hint: t("newTicket.tagsHint"), isOptional: true, attributes: " list=\"known-tags\""))
      <datalist id="known-tags">\(each: choices.tags, { "<option value=\"\($0)\">" })</datalist>
      \(observers)
      <div class="field"><label class="field-label" for="file">\(t("composer.files"))<span class="field-optional">\(t("form.optional"))</span></label>\
      <input class="input" type="file" id="file" name="file" multiple data-upload="/uploads">\
      <div class="files">\(each: page.waiting, { $0.waitingTile(frame) })</div></div>
      \(form.check("notify", t("newTicket.notify"), hint: t("newTicket.notifyHint")))
      <div class="form-actions"><button class="button button-primary">\(t("newTicket.create"))<kbd class="js-only wide-only">Ctrl+⏎</kbd></button>\
      <a class="button button-quiet" href="/tickets">\(t("form.cancel"))</a><span class="form-actions-gap"></span>\
      <span class="draft-state muted" role="status"></span></div>
      </form>
      """
  }

  private var format: String { page.refused?.form.raw("format") ?? "text" }
  private var mayAdd: Bool { frame.agent?.may(.changeClients) ?? false }

  private var client: HTML {
    // The module puts in what was typed.
    let create = mayAdd ? t("newTicket.createContact", ["q": "{q}"]) : nil
    let createCompany = mayAdd ? t("newTicket.createCompany", ["q": "{q}"]) : nil
    let focus: HTML = page.refused == nil ? " autofocus" : ""
    return """
      <div class="form-pair">\
      \(form.picker("requester", t("ticket.field.requester"), url: "/contacts/search", chosen: "contact", create: create, hint: t("newTicket.requesterHint"), attributes: focus))\
      \(form.picker("companyName", t("ticket.field.company"), url: "/companies/search", chosen: "company", create: createCompany, hint: t("newTicket.companyHint")))\
      </div>
      \(if: mayAdd, newContact)\(if: mayAdd && isUnknown("newTicket.unknownCompany"), offer("company", t("newTicket.createCompany", ["q": form.value("companyName")])))
      """
  }

  /// Asked for only when the contact is new; without scripts, after the form came back.
  private var newContact: HTML {
    let isOffered = isUnknown("newTicket.unknownContact")
    let isNew = isOffered || form.value("contact") == "new"
    let email = form.input("contactEmail", t("newTicket.contactEmail"), type: "email", isOptional: true)
    let hidden: HTML = isNew ? "" : " hidden"
    return """
      <div class="form" id="new-contact"\(hidden)>\
      \(if: isOffered, offer("contact", t("newTicket.createContact", ["q": form.value("requester")])))\(email)</div>
      """
  }

  private func isUnknown(_ key: String) -> Bool { page.refused?.problems.contains { $0.key == key } ?? false }

  /// Said by a check after the form came back: nobody is added by a slip of the hand.
  private func offer(_ name: String, _ label: String) -> HTML {
    "<label class=\"check\"><input type=\"checkbox\" name=\"\(name)\" value=\"new\"><span class=\"check-text\">\(label)</span></label>"
  }

  private var hands: HTML {
    guard !choices.reach.teams.isEmpty || !choices.reach.assignees.isEmpty else { return .empty }
    let teams = [FormView.Option("", t("ticket.noTeam"))] + choices.reach.teams.map(FormView.Option.init)
    let people = [FormView.Option("", t("ticket.nobody"))] + choices.reach.assignees.map { .init(String($0.id), name(of: $0)) }
    return """
      <div class="form-pair">\(form.select("team", t("ticket.field.team"), teams))\(form.select("assignee", t("ticket.field.assignee"), people))</div>
      """
  }

  private func name(of person: Choice) -> String {
    let isMe = person.id == frame.agent?.id
    let name = isMe ? t("newTicket.me", ["name": person.name]) : person.name
    return choices.load[person.id].map { "\(name) · \(t("newTicket.openCount", count: Int($0)))" } ?? name
  }

  private var clientObservers: HTML {
    form.input(
      "observerEmails", t("newTicket.clientObservers"), hint: t("newTicket.clientObserversHint"), isOptional: true,
      attributes: " inputmode=\"email\" autocomplete=\"off\"")
  }

  private var observers: HTML {
    let isChosen = !form.values("observer").isEmpty || !form.value("observerEmails").isEmpty
    let teams = choices.teams.map { FormView.Option("team:\($0.id)", $0.name) }
    let people = choices.colleagues.filter { $0.id != frame.agent?.id }.map { FormView.Option("employee:\($0.id)", $0.name) }
    return """
      <details class="field new-ticket-observers"\(if: isChosen, " open")><summary class="field-label">\(t("ticket.watchers"))\
      <span class="field-optional">\(t("form.optional"))</span></summary>\
      <div class="form-pair">\(form.checks("observer", t("ticket.teams"), teams))\(form.checks("observer", t("ticket.colleagues"), people))</div>\
      \(if: frame.agent?.may(.viewClients) ?? false, clientObservers)</details>
      """
  }
}
