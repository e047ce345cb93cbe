import Testing

@testable import Markup

struct QuoteFoldingTests {
  static let folded: [(name: String, html: String)] = [
    ("blockquote", "<p>New</p><blockquote>Old</blockquote>"),
    (
      "Gmail",
      "<div>New</div><div class=\"gmail_quote\"><div class=gmail_attr>Anna wrote:</div><blockquote class=gmail_quote>Old</blockquote></div>"
    ),
    ("Yahoo", "<div>New</div><div id=yahoo_quoted_17 class=yahoo_quoted>Old</div>"),
    ("Thunderbird", "<p>New</p><div class=moz-cite-prefix>Anna wrote:</div><blockquote type=cite cite=mid:1>Old</blockquote>"),
    ("Outlook on the web", "<div>New</div><hr><div id=divRplyFwdMsg><b>From:</b> Anna</div><div>Old</div><p>Older</p>"),
    ("Outlook in its own namespace", "<div>New</div><div id=\"x_divRplyFwdMsg\">From: Anna</div><div>Old</div>"),
    (
      "Outlook for Windows",
      "<div class=WordSection1><p>New</p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>"
        + "<p><b>From:</b> Anna</p></div></div><p>Old</p></div>"
    ),
    ("Yandex", "<div>New</div><div>01.02.2026, Anna:</div><blockquote>Old</blockquote>"),
    ("mail.ru", "<div>New</div><blockquote style='border-left:1px solid #0857A6'><div id=style_17_BODY>Old</div></blockquote>"),
  ]

  @Test(arguments: folded) func `History is folded, not deleted`(name: String, html: String) {
    let result = Sanitizer.sanitize(html)
    let parts = result.html.split(separator: "<details class=\"quote\"><summary></summary>", omittingEmptySubsequences: false)
    #expect(parts.count == 2)
    #expect(parts[0].contains("New") && !parts[0].contains("Old"))
    #expect(parts.count == 2 && parts[1].contains("Old") && parts[1].contains("</details>"))
    #expect(Sanitizer.sanitize(result.html).html == result.html)
  }

  @Test func `A quote within a quote folds once`() {
    let result = Sanitizer.sanitize("a<blockquote>b<blockquote>c</blockquote></blockquote>d<blockquote>e</blockquote>").html
    let expected = "a<details class=\"quote\"><summary></summary><blockquote>b<blockquote>c</blockquote></blockquote></details>d"
    #expect(result == expected + "<details class=\"quote\"><summary></summary><blockquote>e</blockquote></details>")
  }

  @Test func `A message that is nothing but a quote stays open`() {
    #expect(!Sanitizer.sanitize("<div class=gmail_quote>Forwarded</div>").html.contains("details"))
  }

  @Test func `An indented paragraph is no quote`() {
    let html = "a<blockquote style='margin:0 0 0 40px;border:none;padding:0px'>b</blockquote>"
    #expect(Sanitizer.sanitize(html).html == "a<blockquote>b</blockquote>")
  }

  @Test func `Our own quotes are not folded`() {
    #expect(Sanitizer.sanitize("a<blockquote>b</blockquote>", options: .composed).html == "a<blockquote>b</blockquote>")
  }
}
