import Desk
import Web

/// The fields of a mailbox, for its page and for the wizard. Passwords are never among what is shown.
struct MailboxFields {
  let form: FormView
  let t: Words
  /// Nothing is stored yet that could stay as it is.
  let isNew: Bool

  static func stored(_ mailbox: Mailbox) -> [String: [String]] {
    var values = [
      "address": mailbox.address, "name": mailbox.name, "team": mailbox.teamID.map(String.init) ?? "",
      "type": mailbox.typeID.map(String.init) ?? "", "language": mailbox.language.rawValue, "signature": mailbox.signature,
      "strangers": mailbox.strangers.rawValue, "afterFetch": mailbox.afterFetch.rawValue, "afterFolder": mailbox.afterFolder,
      "begins": mailbox.begins.rawValue, "oauth": mailbox.oauth == nil ? "0" : "1", "tokenURL": mailbox.oauth?.tokenURL ?? "",
      "clientID": mailbox.oauth?.clientID ?? "",
      "copied": mailbox.hasCcObservers ? "1" : "0", "plus": mailbox.hasPlusAddress ? "1" : "0",
      "acknowledges": mailbox.acknowledges ? "1" : "0", "acknowledgement": mailbox.acknowledgement,
      "receivingServer": mailbox.receivingServer ?? "", "folder": mailbox.imapFolder,
      "rate": String(mailbox.rate), "rev": String(mailbox.rev),
      "sameLogin": mailbox.id == 0 || mailbox.imap?.user == mailbox.smtp?.user && mailbox.imap?.user.isEmpty == false ? "1" : "0",
    ]
    for (kind, access) in [("imap", mailbox.imap), ("smtp", mailbox.smtp)] {
      let url = access.flatMap { MailboxURL($0.url) }
      values["\(kind)Host"] = url?.host ?? ""
      values["\(kind)Port"] = url?.port.map(String.init) ?? ""
      values["\(kind)Security"] = url?.security.rawValue ?? "tls"
      values["\(kind)User"] = access?.user ?? ""
    }
    return values.mapValues { [$0] }
  }

  var identity: HTML {
    """
    <div class="form-pair">\(form.input("address", t("mailbox.address"), type: "email", hint: t("mailbox.addressHint")))\
    \(form.input("name", t("mailbox.name"), hint: t("mailbox.nameHint"), isOptional: true))</div>
    """
  }

  var servers: HTML {
    """
    \(provider)
    <h3>\(t("mailbox.reading"))</h3>\(server("imap"))
    \(form.input("folder", t("mailbox.folder"), isOptional: true))
    \(token)
    <h3>\(t("mailbox.sending"))</h3>\(form.check("sameLogin", t("mailbox.sameLogin")))\(server("smtp"))
    """
  }

  /// Few need it: folded away until it is used.
  private var token: HTML {
    """
    <details class="more"\(if: form.isOn("oauth"), " open")><summary>\(t("mailbox.oauth"))</summary>
    \(form.check("oauth", t("mailbox.oauth.use"), hint: t("mailbox.oauth.hint")))
    \(form.input("tokenURL", t("mailbox.oauth.tokenURL"), type: "url", hint: t("mailbox.oauth.tokenURLHint"), isOptional: true))
    \(form.input("clientID", t("mailbox.oauth.clientID"), isOptional: true))
    <div class="form-pair">\(form.input("clientSecret", t("mailbox.oauth.clientSecret"), type: "password", hint: isNew ? nil : t("mailbox.oauth.kept"), isOptional: true, autocomplete: "new-password"))\
    \(form.input("refreshToken", t("mailbox.oauth.refreshToken"), type: "password", hint: isNew ? nil : t("mailbox.oauth.kept"), isOptional: true, autocomplete: "new-password"))</div>
    </details>
    """
  }

  /// Servers can be left empty for the providers that the desk knows.
  var provider: HTML {
    let known = MailProvider.all.map { FormView.Option($0.id, $0.name) }
    return form.select(
      "provider", t("mailbox.provider"), [.init("", t("mailbox.provider.byAddress"))] + known, hint: t("mailbox.provider.hint"),
      isOptional: true)
  }

  // words: mailbox.security.*
  private func server(_ kind: String) -> HTML {
    let securities = ["tls", "startTLS", "none"].map { FormView.Option($0, t("mailbox.security.\($0)")) }
    return """
      <div class="form-pair">\(form.input("\(kind)Host", t("mailbox.host"), isOptional: true))\
      \(form.input("\(kind)Port", t("mailbox.port"), isOptional: true, attributes: " inputmode=\"numeric\""))</div>
      \(form.select("\(kind)Security", t("mailbox.security"), securities))
      <div class="form-pair">\(form.input("\(kind)User", t("mailbox.user"), isOptional: true))\
      \(form.input("\(kind)Password", t("mailbox.password"), type: "password", hint: t(isNew ? "mailbox.ownPasswordHint" : "mailbox.passwordHint"), isOptional: true, autocomplete: "new-password"))</div>
      """
  }

  // words: mailbox.begins.* mailbox.afterFetch.* mailbox.strangers.*
  func tickets(_ teams: [Choice], _ types: [TicketType]) -> HTML {
    let none = FormView.Option("", t("mailbox.usual"))
    let kinds = types.map { FormView.Option(String($0.id), $0.key.map { t("type.\($0)") } ?? $0.name) }
    return """
      <div class="form-pair">\(form.select("team", t("mailbox.team"), [none] + teams.map { .init($0) }))\
      \(form.select("type", t("mailbox.type"), [none] + kinds))</div>
      \(form.select("begins", t("mailbox.begins"), Mailbox.Begins.allCases.map { .init($0.rawValue, t("mailbox.begins.\($0.rawValue)")) }))
      \(form.select("afterFetch", t("mailbox.afterFetch"), Mailbox.AfterFetch.allCases.map { .init($0.rawValue, t("mailbox.afterFetch.\($0.rawValue)")) }))
      \(form.input("afterFolder", t("mailbox.afterFolder"), hint: t("mailbox.afterFolderHint"), isOptional: true))
      \(form.select("strangers", t("mailbox.strangers"), Mailbox.Strangers.allCases.map { .init($0.rawValue, t("mailbox.strangers.\($0.rawValue)")) }))
      \(form.check("copied", t("mailbox.copied")))
      """
  }

  var answers: HTML {
    """
    \(form.select("language", t("mailbox.language"), Language.allCases.map { .init($0.rawValue, t("language.\($0.rawValue)")) }))
    \(form.check("acknowledges", t("mailbox.acknowledges"), hint: t("mailbox.acknowledgesHint")))
    \(form.area("acknowledgement", t("mailbox.acknowledgement"), hint: t("mailbox.acknowledgementHint", ["number": "{number}"])))
    \(form.area("signature", t("mailbox.signature"), hint: t("mailbox.signatureHint")))
    \(form.input("rate", t("mailbox.rate"), type: "number", hint: t("mailbox.rateHint"), isOptional: true))
    """
  }

  var trust: HTML {
    """
    \(form.input("receivingServer", t("mailbox.receivingServer"), hint: t("mailbox.receivingServerHint"), isOptional: true))
    \(form.check("plus", t("mailbox.plus"), hint: t("mailbox.plusHint")))
    """
  }
}
