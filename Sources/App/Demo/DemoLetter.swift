import Desk
import Secrets

/// A letter of the example as it comes in.
struct DemoLetter {
  var from: String?
  var subject: String
  var headers: [String] = []
  var body: String

  var bytes: [UInt8] {
    let sender = from.map { ["From: \($0)"] } ?? []
    let usual = ["To: \(DemoMail.address)", "Subject: \(subject)", "Message-ID: <\(Random.publicID())@mail.example>", "MIME-Version: 1.0"]
    let type = headers.contains { $0.hasPrefix("Content-Type:") } ? [] : ["Content-Type: text/plain; charset=utf-8"]
    let lines = sender + usual + type + ["Content-Transfer-Encoding: 8bit"] + headers + ["", body, ""]
    return Array(lines.joined(separator: "\n").replacing("\n", with: "\r\n").utf8)
  }

  /// The report of a mail server that could not deliver.
  static func bounce(of headerID: String, to recipients: String) -> DemoLetter {
    let address = recipients.filter { !"[]\"".contains($0) }
    let report = """
      --part
      Content-Type: text/plain; charset=utf-8

      The message could not be delivered.

      --part
      Content-Type: message/delivery-status

      Reporting-MTA: dns; mx.example

      Final-Recipient: rfc822; \(address)
      Action: failed
      Status: 5.2.2
      Diagnostic-Code: smtp; 552 5.2.2 Mailbox full

      --part
      Content-Type: text/rfc822-headers

      Message-ID: <\(headerID)>

      --part--
      """
    return DemoLetter(
      from: "Mail Delivery System <MAILER-DAEMON@mx.example>", subject: "Undelivered Mail Returned to Sender",
      headers: ["Auto-Submitted: auto-replied", "Content-Type: multipart/report; report-type=delivery-status; boundary=\"part\""],
      body: report)
  }

  /// What comes besides: machines, newsletters, and letters that a person has to look at.
  static let others = [
    DemoLetter(
      from: "Юлия Карпова <priemnaya@vektor.example>", subject: "Автоответ: я в отпуске", headers: ["Auto-Submitted: auto-replied"],
      body: "Здравствуйте! Я в отпуске до понедельника. По срочным вопросам пишите Антону Сухову."),
    DemoLetter(
      from: "Выставка «Торговое оборудование» <news@expo.example>", subject: "Бесплатный билет на выставку", headers: ["Precedence: bulk"],
      body: "Приглашаем посетить выставку. Билет во вложении."),
    DemoLetter(
      from: "Поставщик ЗИП <news@zip.example>", subject: "Новинки недели", headers: ["List-Id: <news.zip.example>", "Precedence: list"],
      body: "Термопечатающие головки со скидкой."),
    DemoLetter(
      from: "\(DemoCast.people[1].name) <\(DemoCast.people[1].email)>", subject: "Re: [#3] срочно",
      body: "Добавьте, пожалуйста, новый пароль от кассы прямо в ответ клиенту."),
    DemoLetter(from: nil, subject: "Скан документа", body: "Документ отсканирован и отправлен устройством MFP-2."),
  ]
}
