import Foundation
import Mail
import Testing

struct MailWriterTests {
  static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0xFF]
  static let noon = Date(timeIntervalSince1970: 1_794_301_380)

  /// Everything that a message can have.
  static func full() -> OutgoingMail {
    var mail = OutgoingMail(
      from: MailAddress(name: "Служба поддержки «Отклик», первая линия", address: "support@otklik.example"),
      to: [MailAddress(name: "Иванов, Пётр", address: "petr@romashka.example"), MailAddress(address: "desk@romashka.example")],
      subject: "Re: [#15] Не печатает принтер в бухгалтерии на втором этаже, кабинет 204, очень срочно, пожалуйста помогите", date: noon,
      messageID: "otklik.15.aBc_-9@otklik.example", text: "Здравствуйте!\n\nПринтер починен.\n.\nFrom the desk\n")
    mail.replyTo = [MailAddress(name: "Отклик", address: "support+aBc_-9@otklik.example")]
    mail.cc = [MailAddress(name: "O'Neil \"Tim\" <x>", address: "tim@romashka.example")]
    mail.inReplyTo = "q1@romashka.example"
    mail.references = ["a1@romashka.example", "q1@romashka.example"]
    mail.autoSubmitted = .replied
    mail.extra = [
      .suppressAutoResponses, .precedenceBulk,
      .listUnsubscribe(["https://otklik.example/u/1", "mailto:off@otklik.example"], oneClick: true),
      .listID(name: "Новости", id: "news.otklik.example"), .loopMark("desk-1"),
    ]
    mail.html = "<p>Принтер <b>починен</b>.</p><img src=\"cid:pic@otklik\">\n"
    mail.inlineImages = [.init(contentID: "pic@otklik", file: .init(name: "схема.png", contentType: "image/png", bytes: png))]
    mail.attachments = [
      .init(
        name: "Акт выполненных работ за ноябрь 2026 года, подписанный обеими сторонами.pdf", contentType: "application/pdf",
        bytes: Array("%PDF-1.7\r\n\0\n".utf8)),
      .init(name: "empty.txt", contentType: "text/plain", bytes: []),
      .init(name: "letter.eml", contentType: "message/rfc822", bytes: Array("Subject: x\n\nx".utf8)),
    ]
    return mail
  }

  @Test func isReadBackTheSame() throws {
    let built = Self.full()
    let raw = try MailWriter.write(built)
    let read = try MailReader.read(raw)
    #expect(read.from == built.from)
    #expect(read.to == built.to)
    #expect(read.cc == built.cc)
    #expect(read.replyTo == built.replyTo)
    #expect(read.subject == built.subject)
    #expect(read.date == built.date)
    #expect(read.messageID == built.messageID)
    #expect(read.inReplyTo == ["q1@romashka.example"])
    #expect(read.references == built.references)
    #expect(read.text == built.text)
    #expect(read.html == built.html)
    #expect(read.automatic.contains(.autoSubmitted("auto-replied")))
    #expect(read.headers["X-Auto-Response-Suppress"] == "All")
    #expect(read.headers["Precedence"] == "bulk")
    #expect(read.headers["List-Unsubscribe"] == "<https://otklik.example/u/1>, <mailto:off@otklik.example>")
    #expect(read.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click")
    #expect(read.headers.decoded("List-Id") == "Новости <news.otklik.example>")
    #expect(read.headers["X-Loop"] == "desk-1")
    #expect(read.problems.isEmpty)
    #expect(read.attachments.map(\.fileName) == ["схема.png"] + built.attachments.map(\.name))
    #expect(read.attachments.map(\.bytes) == [Self.png] + built.attachments.map(\.bytes))
    #expect(read.attachments.map(\.contentType) == ["image/png", "application/pdf", "text/plain", "application/octet-stream"])
    #expect(read.attachments.map(\.isInline) == [true, false, false, false])
    #expect(read.attachments.first?.contentID == "pic@otklik")
    check(raw)
  }

  /// ASCII only, no bare CR or LF, no line of more than 998 octets.
  private func check(_ raw: [UInt8]) {
    #expect(raw.allSatisfy { $0 < 0x80 && $0 != 0 })
    var length = 0
    for (index, byte) in raw.enumerated() {
      if byte == 0x0A {
        #expect(index > 0 && raw[index - 1] == 0x0D)
        length = 0
      } else {
        length += 1
        if byte == 0x0D { #expect(index + 1 < raw.count && raw[index + 1] == 0x0A) }
      }
      if length == 999 { Issue.record("a line is too long") }
    }
  }

  @Test(arguments: ["plain", "html", "related", "attachment"]) func shapes(shape: String) throws {
    var mail = OutgoingMail(
      from: MailAddress(address: "a@x.example"), to: [MailAddress(address: "b@x.example")], subject: "Hello", date: Self.noon,
      messageID: "1@x.example",
      text: "Hello\n")
    var types = ["text/plain"]
    if shape == "html" || shape == "related" {
      mail.html = "<p>Hello</p>"
      types = ["multipart/alternative"]
    }
    if shape == "related" {
      mail.inlineImages = [.init(contentID: "i@x", file: .init(name: "i.png", contentType: "image/png", bytes: Self.png))]
    }
    if shape == "attachment" {
      mail.attachments = [.init(name: "a", contentType: "nonsense", bytes: [1])]
      types = ["multipart/mixed"]
    }
    let read = try MailReader.read(MailWriter.write(mail))
    #expect(read.text == "Hello\n")
    #expect(read.html == mail.html)
    #expect(types == [String(read.headers["Content-Type"]?.prefix { $0 != ";" } ?? "")])
    #expect(read.attachments.count == mail.inlineImages.count + mail.attachments.count)
    if shape == "attachment" { #expect(read.attachments.first?.contentType == "application/octet-stream") }
  }

  @Test func longLinesAndLongThreads() throws {
    var mail = Self.full()
    mail.text = String(repeating: "without-a-break", count: 5_000) + "\n" + String(repeating: "ж", count: 20_000)
    mail.html = String(repeating: "<i>a</i>", count: 5_000)
    mail.subject = String(repeating: "Очень длинная тема ", count: 60).trimmingCharacters(in: .whitespaces)
    mail.references = (0..<500).map { "reference-number-\($0)@romashka.example" } + [String(repeating: "x", count: 2_000) + "@y"]
    mail.to = (0..<300).map { MailAddress(name: "Получатель номер \($0)", address: "r\($0)@romashka.example") }
    let raw = try MailWriter.write(mail)
    check(raw)
    let read = try MailReader.read(raw)
    #expect(read.text == mail.text)
    #expect(read.html == mail.html)
    #expect(read.subject == mail.subject)
    #expect(read.to == mail.to)
    #expect(read.references.count == 20)
    #expect(read.references.first == "reference-number-0@romashka.example")
    #expect(read.references.last == "reference-number-499@romashka.example")
  }

  static let evils = [
    "x\r\nBcc: evil@evil.example", "x\nBcc: evil@evil.example", "x\rBcc: evil@evil.example", "x\0y",
    "x\r\n\r\nbody", "x\u{2028}Bcc: e", "x\r\n Bcc: e", "=?utf-8?Q?x=0D=0ABcc:_evil?=",
  ]

  /// Each free field with each evil value: no field appears that was not asked for, and the body stays what it was.
  @Test(arguments: evils.indices, 0..<9) func nothingIsInjected(index: Int, field: Int) throws {
    let evil = Self.evils[index]
    var mail = Self.full()
    switch field {
    case 0: mail.subject = evil
    case 1: mail.from.name = evil
    case 2: mail.to[0].name = evil
    case 3: mail.replyTo[0].name = evil
    case 4: mail.attachments[0].name = evil
    case 5: mail.attachments[0].contentType = "application/" + evil
    case 6:
      mail.extra = [
        .listID(name: evil, id: "a.b"), .loopMark(evil), .listUnsubscribe(["mailto:" + evil], oneClick: false),
        .listID(name: "a", id: evil),
      ]
    case 7: mail.references = ["a@b", evil + "@b"]
    default: mail.inReplyTo = evil + "@b"
    }
    let raw = try MailWriter.write(mail)
    check(raw)
    let read = try MailReader.read(raw)
    #expect(read.headers["Bcc"] == nil)
    #expect(read.text == mail.text)
    #expect(read.attachments.count == 4)
    #expect(!String(decoding: raw, as: UTF8.self).contains("\nBcc"))
    #expect(!read.subject.contains("\n"))
  }

  @Test(arguments: evils.indices) func addressesAndIDsAreRefused(index: Int) {
    let evil = Self.evils[index]
    var mail = Self.full()
    mail.to = [MailAddress(address: evil + "@x.example")]
    #expect(throws: OutgoingRefusal.address(evil + "@x.example")) { try MailWriter.write(mail) }
    mail = Self.full()
    mail.messageID = evil + "@x.example"
    #expect(throws: OutgoingRefusal.self) { try MailWriter.write(mail) }
    mail = Self.full()
    mail.inlineImages[0].contentID = evil + "@x.example"
    #expect(throws: OutgoingRefusal.self) { try MailWriter.write(mail) }
  }

  @Test(arguments: [
    "", "anna", "anna@", "@x.example", "a b@x.example", "a@x.example, b@x.example", "<a@x.example>", "анна@x.example", "a@b@c",
  ])
  func badAddresses(address: String) {
    var mail = Self.full()
    mail.to = [MailAddress(address: address)]
    #expect(throws: OutgoingRefusal.address(address)) { try MailWriter.write(mail) }
  }

  @Test func aHostBeyondASCIIIsWrittenInASCII() throws {
    var mail = Self.full()
    mail.to = [MailAddress(name: "Почта", address: "info@почта.example")]
    let read = try MailReader.read(MailWriter.write(mail))
    #expect(read.to.map(\.address) == ["info@xn--80a1acny.example"])
  }

  @Test func nobodyToWriteTo() {
    var mail = Self.full()
    (mail.to, mail.cc) = ([], [])
    #expect(throws: OutgoingRefusal.noRecipient) { try MailWriter.write(mail) }
  }

  @Test func controlCharactersLeaveTheText() throws {
    var mail = Self.full()
    mail.text = "a\0b\u{7}c\r\nd\re\n"
    #expect(try MailReader.read(MailWriter.write(mail)).text == "abc\nd\ne\n")
  }

  @Test func manyThreadsAtOnce() async throws {
    let raw = try MailWriter.write(Self.full())
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          // A failure here is the answer `false`, which the test sees.
          (0..<50).allSatisfy { _ in
            (try? MailReader.read(MailWriter.write(Self.full())).attachments.count) == 4 && (try? MailReader.read(raw)) != nil
          }
        }
      }
      for await good in group { #expect(good) }
    }
  }
}
