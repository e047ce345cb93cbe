import Desk
import Mail
import Secrets
import Storage
import Web

// words: setup.mail.*
/// The wizard's question about mail: an address with its password, and servers where the desk does not know them.
struct MailboxStep: SetupStep {
  static let id = "mail"
  static let position = 300

  static func load(_ agent: Agent, in db: any Database) throws -> any SetupForm {
    MailboxStepForm(mailbox: try agent.mailboxes(in: db).first { $0.isActive } ?? .blank(address: ""))
  }

  /// The servers are tried before anything is stored: what is wrong is said beside the field that can mend it.
  static func save(_ form: Form, by agent: Agent, visit: Visit) async throws {
    try agent.require(.changeSettings)
    let (seal, world) = (visit.world.keys.seal, visit.world)
    let known = try await world.read { db in try agent.mailboxes(in: db).first { $0.isActive } }
    let old = known ?? .blank(address: "", language: visit.profile.language)
    let edit = MailboxEdit(form: completed(form, from: old), seal: seal)
    let new = try await world.read { db in
      var mailbox = old
      try edit.apply(to: &mailbox, in: db)
      return mailbox
    }
    if !form.isOn("anyway") { try await MailboxTest.require(new, world: world) }
    try await world.write { change in
      var mailbox = new
      if mailbox.id == 0 { try mailbox.add(by: agent.actor, in: change) } else { try mailbox.save(by: agent.actor, in: change) }
    }
  }

  /// The wizard asks for one login, and for little else: what it does not ask for stays as it is.
  private static func completed(_ form: Form, from mailbox: Mailbox) -> Form {
    var form = form
    form.add("sameLogin", "1")
    for (name, values) in MailboxFields.stored(mailbox) where form.raw(name) == nil { for value in values { form.add(name, value) } }
    if form.text("imapUser").isEmpty { form.add("imapUser", EmailAddress.normalized(form.text("address"))) }
    return form
  }
}

struct MailboxStepForm: SetupForm {
  let mailbox: Mailbox

  func html(_ frame: Frame, refused: Form?, problems: [Refusal.Problem]) -> HTML {
    let t = frame.t
    let form = FormView(
      frame, MailboxFields.stored(mailbox), refused: refused.map { RefusedForm(form: $0, problems: problems, isConflict: false) })
    let fields = MailboxFields(form: form, t: t, isNew: mailbox.id == 0)
    return """
      <div class="form-pair">\(form.input("address", t("mailbox.address"), type: "email"))\
      \(form.input("imapPassword", t("mailbox.password"), type: "password", hint: t("mailbox.ownPasswordHint"), autocomplete: "new-password"))</div>
      \(fields.provider)
      <details class="more"\(if: !problems.isEmpty, " open")><summary>\(t("mailbox.servers"))</summary>\(servers(form, t))</details>
      \(if: problems.contains { $0.key.hasPrefix("mail.trouble.") }, form.check("anyway", t("mailbox.anyway")))
      """
  }

  private func servers(_ form: FormView, _ t: Words) -> HTML {
    let securities = ["tls", "startTLS", "none"].map { FormView.Option($0, t("mailbox.security.\($0)")) }
    return """
      \(each: ["imap", "smtp"], { kind in
        "<h2>\(t(kind == "imap" ? "mailbox.reading" : "mailbox.sending"))</h2>"
          + "<div class=\"form-pair\">\(form.input("\(kind)Host", t("mailbox.host"), isOptional: true))"
          + "\(form.input("\(kind)Port", t("mailbox.port"), isOptional: true))</div>\(form.select("\(kind)Security", t("mailbox.security"), securities))"
      })\(form.input("imapUser", t("mailbox.user"), isOptional: true))
      """
  }
}
