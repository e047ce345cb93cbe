/// A letter as mail programs send it: the text and the same as HTML with the markup that they add, about 20 KB.
struct BenchLetter {
  let sender: String
  let subject: String
  let body: String
  let id: String

  private static let paragraphs = 24

  var bytes: [UInt8] {
    let text = (1...Self.paragraphs).map { "\($0). \(body) \(subject) \(id)." }
    let html = text.map { paragraph in
      """
      <div style="margin:0 0 12px;font-family:Arial,sans-serif;font-size:14px;color:#222"><p class="MsoNormal">\
      <span lang="RU" style="mso-fareast-language:RU">\(paragraph)</span> <a href="https://client.example/\(id)">more</a></p></div>
      """
    }.joined(separator: "\n")
    let mail = """
      From: Client <\(sender)>
      To: <\(BenchCast.mailbox)>
      Subject: \(subject)
      Message-ID: <\(id)@client.example>
      Date: Mon, 23 Nov 2026 10:00:00 +0300
      MIME-Version: 1.0
      Content-Type: multipart/alternative; boundary=halves

      --halves
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: 8bit

      \(text.joined(separator: "\n"))
      --halves
      Content-Type: text/html; charset=utf-8
      Content-Transfer-Encoding: 8bit

      <html><head><style>p.MsoNormal {margin:0cm}</style></head><body>
      \(html)
      </body></html>
      --halves--

      """
    return Array(mail.replacing("\n", with: "\r\n").utf8)
  }
}
