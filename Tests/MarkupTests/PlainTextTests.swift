import Testing

@testable import Markup

struct PlainTextTests {
  static let texts: [(html: String, expected: String)] = [
    ("<p>a</p><p>b</p>", "a\n\nb"),
    ("a<br>b<br><br>c", "a\nb\n\nc"),
    ("<div>a</div><div>b</div>", "a\nb"),
    ("<div>a<div><div>b</div></div></div>", "a\nb"),
    ("  many   spaces\n and&nbsp;lines ", "many spaces and lines"),
    ("<ul><li>a<li>b<ul><li>c</ul></ul>", "- a\n- b\n  - c"),
    ("<ol start=2><li>a<li>b</ol>", "2. a\n3. b"),
    ("<a href='https://a.example/x'>here</a>", "here (https://a.example/x)"),
    ("<a href='https://a.example/'>a.example</a>", "a.example"),
    ("<a href='mailto:a@b.example'>a@b.example</a>", "a@b.example"),
    ("<a href='javascript:x'>here</a>", "here"),
    ("a<blockquote>b<br>c<blockquote>d</blockquote></blockquote>e", "a\n\n> b\n> c\n>\n> > d\n\ne"),
    ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
    ("<pre>a\n  b</pre>", "a\n  b"),
    ("a<hr>b", "a\n---\nb"),
    ("<img alt=Logo src=x> <img src=y>", "[Logo]"),
    ("<style>x</style><script>y</script><b>z</b>", "z"),
    ("<h1>Title</h1>text", "Title\n\ntext"),
  ]

  @Test(arguments: texts) func `Reads so`(html: String, expected: String) { #expect(PlainText.text(fromHTML: html) == expected) }

  static let link = "rel=\"noopener noreferrer nofollow\" target=\"_blank\""
  static let pages: [(text: String, expected: String)] = [
    ("a\nb\r\n\r\nc", "<p>a<br>b</p><p>c</p>"),
    ("a < b & \"c\"", "<p>a &lt; b &amp; &#34;c&#34;</p>"),
    ("see https://a.example/x_(y).", "<p>see <a href=\"https://a.example/x_(y)\" \(link)>https://a.example/x_(y)</a>.</p>"),
    ("(https://a.example)", "<p>(<a href=\"https://a.example\" \(link)>https://a.example</a>)</p>"),
    (
      "<https://a.example/?a=1&b=2>", "<p>&lt;<a href=\"https://a.example/?a=1&amp;b=2\" \(link)>https://a.example/?a=1&amp;b=2</a>&gt;</p>"
    ),
    ("www.a.example, да", "<p><a href=\"https://www.a.example\" \(link)>www.a.example</a>, да</p>"),
    ("write a.b+c@d.example!", "<p>write <a href=\"mailto:a.b+c@d.example\" \(link)>a.b+c@d.example</a>!</p>"),
    ("javascript:alert(1) a@b @c http://", "<p>javascript:alert(1) a@b @c http://</p>"),
    ("  - a", "<p>\u{A0}\u{A0}- a</p>"),
    ("a\n> b\n>c", "<p>a<br>&gt; b<br>&gt;c</p>"),
  ]

  @Test(arguments: pages) func `Is written so`(text: String, expected: String) {
    #expect(PlainText.html(fromPlain: text) == expected)
    #expect(AllowListCheck.offences(in: expected) == [])
  }

  @Test func `Quoted lines fold when wanted`() {
    let expected = "<p>a</p><details class=\"quote\"><summary></summary><blockquote>b<br>c</blockquote></details><p>d</p>"
    #expect(PlainText.html(fromPlain: "a\n> b\n>c\nd", foldsQuotes: true) == expected)
  }

  @Test(arguments: [
    ("a<br>b<script>c</script>d", "a\nbd"), ("1 &lt; 2 &#1078; &#x416; &nosuch; &", "1 < 2 ж Ж &nosuch; &"), ("<p title='>'>x", "x"),
    ("<!-- a --><b>x</b>", "x"),
  ]) func `The rough text is readable too`(html: String, expected: String) {
    #expect(RoughText.text(of: html, limit: 1000) == expected)
  }

  @Test func `The rough text is cut between characters`() { #expect(RoughText.text(of: "жжжж", limit: 3) == "жж") }
}
