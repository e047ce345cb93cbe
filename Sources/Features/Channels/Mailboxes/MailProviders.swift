/// Servers of the large providers, found by the domain of an address. Companies keep their own domains with them: then the
/// provider is chosen by hand.
struct MailProvider: Sendable {
  let id: String
  let name: String
  let domains: [String]
  let imap: String
  let smtp: String
  /// Where tokens are to be had.
  var tokenURL: String?
  /// Ordinary passwords do not open the mailbox: one for this program has to be made first.
  let needsOwnPassword: Bool

  static let all = [
    MailProvider(
      id: "yandex", name: "Yandex 360", domains: ["yandex.ru", "ya.ru", "yandex.com", "yandex.by", "yandex.kz", "yandex.uz"],
      imap: "imaps://imap.yandex.ru:993", smtp: "smtps://smtp.yandex.ru:465", tokenURL: "https://oauth.yandex.ru/token",
      needsOwnPassword: true),
    MailProvider(
      id: "mailru", name: "Mail.ru", domains: ["mail.ru", "bk.ru", "inbox.ru", "list.ru", "internet.ru", "xmail.ru"],
      imap: "imaps://imap.mail.ru:993", smtp: "smtps://smtp.mail.ru:465", tokenURL: "https://oauth.mail.ru/token", needsOwnPassword: true),
    MailProvider(
      id: "google", name: "Gmail, Google Workspace", domains: ["gmail.com", "googlemail.com"], imap: "imaps://imap.gmail.com:993",
      smtp: "smtps://smtp.gmail.com:465", tokenURL: "https://oauth2.googleapis.com/token", needsOwnPassword: true),
    MailProvider(
      id: "microsoft", name: "Microsoft 365, Outlook.com", domains: ["outlook.com", "hotmail.com", "live.com", "msn.com"],
      imap: "imaps://outlook.office365.com:993", smtp: "smtp://smtp.office365.com:587",
      tokenURL: "https://login.microsoftonline.com/common/oauth2/v2.0/token", needsOwnPassword: true),
    MailProvider(
      id: "rambler", name: "Rambler", domains: ["rambler.ru", "lenta.ru", "autorambler.ru", "myrambler.ru", "ro.ru"],
      imap: "imaps://imap.rambler.ru:993", smtp: "smtps://smtp.rambler.ru:465", needsOwnPassword: false),
  ]

  static func having(_ imapHost: String) -> MailProvider? { all.first { MailboxURL($0.imap)?.host == imapHost.lowercased() } }

  static func of(_ domain: String) -> MailProvider? { all.first { $0.domains.contains(domain) } }
}
