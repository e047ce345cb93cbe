import Desk
import Web

/// Outcomes and their reasons in words.
struct MailWords {
  let t: Words

  /// What was given up without the server's word may have arrived all the same: nobody is told that it was not sent.
  func outcome(_ state: String, _ reason: String?) -> String {
    if state == "failed", let reason, DeliveryNote(reason).isUnconfirmed { return t("mail.outcome.unconfirmed") }
    return t("mail.outcome.\(state)")
  }

  /// Why, with the values that were found. An outcome without a reason speaks for itself.
  func reason(_ reason: String?, _ detail: [String: String]) -> String? {
    guard let reason else { return nil }
    // words: mail.reason.*
    let key = "mail.reason.\(reason)"
    guard t.has(key) else { return reason }
    var values = detail
    for (name, text) in detail {
      guard let number = Int(text) else { continue }
      values[name] = isSize(reason) ? size(number) : Numbers.grouped(number, t.language)
    }
    return t(key, values)
  }

  private func isSize(_ reason: String) -> Bool { ["limit.totalBytes", "limit.headerBytes", "leftOnServer"].contains(reason) }

  func size(_ bytes: Int) -> String {
    bytes >= 1 << 20 ? t("mail.size.mb", ["n": String((bytes + (1 << 19)) >> 20)]) : t("mail.size.kb", ["n": String((bytes + 1023) >> 10)])
  }

  /// The class of the badge that shows it.
  static func badge(_ state: String) -> String {
    switch state {
    case "ticket", "followUp", "sent": "badge-ok"
    case "quarantined", "queued", "waiting": "badge-soon"
    case "refused", "failed", "bounced": "badge-late"
    default: ""
    }
  }
}
