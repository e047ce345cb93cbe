import Mail
import Testing

struct ReplyTokenTests {
  @Test func travelsInTheMessageID() throws {
    let token = try #require(ReplyToken(ticket: 15, token: "aB3_-x"))
    #expect(token.messageID(host: "otklik.example") == "otklik.15.aB3_-x@otklik.example")
    #expect(ReplyToken.find(inMessageID: "<otklik.15.aB3_-x@OTKLIK.example>", host: "otklik.example") == token)
    #expect(ReplyToken.find(inMessageID: token.messageID(host: "h.example", distinct: "42"), host: "h.example") == token)
  }

  @Test(arguments: [
    "", "otklik.15.abc", "otklik.15.abc@evil.example", "otklik.15@h.example", "otklik.-1.abc@h.example", "otklik.0.abc@h.example",
    "otklik.١٥.abc@h.example",
    "otklik.99999999999999999999.abc@h.example", "x.15.abc@h.example", "otklik.15.a b@h.example@x", "otklik.15.a\"b@h.example",
    "otklik.15.@h.example",
    "otklik.15.a.b.c@h.example",
  ]) func isNotOurs(id: String) {
    #expect(ReplyToken.find(inMessageID: id, host: "h.example") == nil)
  }

  @Test func isFoundAmongReferencesTheNewestFirst() throws {
    let raw = "In-Reply-To: <x@y.example>\nReferences: <otklik.1.old@h.example> <otklik.2.new@h.example> <z@y.example>\n\nx"
    let mail = try MailReader.read(Array(raw.utf8))
    #expect(ReplyToken.find(in: mail, host: "h.example") == ReplyToken(ticket: 2, token: "new"))
    #expect(ReplyToken.find(in: mail, host: "other.example") == nil)
  }

  @Test func travelsInThePlusAddress() {
    #expect(ReplyToken.plusAddress("support@h.example", token: "abc") == "support+abc@h.example")
    #expect(ReplyToken.plusAddress("support", token: "abc") == nil)
    #expect(ReplyToken.plusAddress("support@h.example", token: "a\r\nb") == nil)
    #expect(ReplyToken.find(inAddress: "Support+aBc@H.example", of: "support@h.example") == "aBc")
  }

  @Test(arguments: [
    "support@h.example", "support+@h.example", "sales+abc@h.example", "support+abc@x.example", "support+a b@h.example", "x", "",
  ])
  func isNoPlusAddress(candidate: String) {
    #expect(ReplyToken.find(inAddress: candidate, of: "support@h.example") == nil)
  }

  @Test(
    arguments: [
      ("Re: [#123] Printer", 123), ("[#1][#2]", 1), ("[#0] [#7]", 7), ("[#]", nil), ("#123", nil), ("[#12a]", nil), ("[#123", nil),
      ("[#1234567890123456789]", nil), ("Отв: [#9]", 9), ("", nil), ("[[#5]]", 5),
    ] as [(String, Int64?)]) func subjects(subject: String, number: Int64?)
  {
    #expect(SubjectTicket.find(in: subject) == number)
  }
}
