import Testing

@testable import Markup

struct SanitizerTests {
  static let rel = "rel=\"noopener noreferrer nofollow\" target=\"_blank\""

  static let cases: [(html: String, expected: String)] = [
    ("plain", "plain"),
    ("<b>a</b> <i>b", "<b>a</b> <i>b</i>"),
    ("<p>a<p>b", "<p>a</p><p>b</p>"),
    ("a &lt; b &amp; c \"d\"", "a &lt; b &amp; c &#34;d&#34;"),
    ("<span style='font-weight: 700; color: red'>x</span>", "<b>x</b>"),
    ("<span style='text-decoration: underline line-through; font-style:italic'>x</span>", "<i><u><s>x</s></u></i>"),
    ("<span style=color:red>x</span>", "x"),
    ("<font color=red>x</font>", "x"),
    ("<div style='display:none'>preview</div>x", "x"),
    ("<p dir=RTL lang=ar>x</p>", "<p dir=\"rtl\" lang=\"ar\">x</p>"),
    ("<center>x</center>", "<div>x</div>"),
    ("<a href='HTTPS://a.example/я?b=1&c=2'>x</a>", "<a href=\"https://a.example/я?b=1&amp;c=2\" \(rel)>x</a>"),
    ("<a href='mailto:a@b.example'>x</a>", "<a href=\"mailto:a@b.example\" \(rel)>x</a>"),
    ("<a href='tel:+7 (495) 1'>x</a>", "<a href=\"tel:+7(495)1\" \(rel)>x</a>"),
    ("<a name=here>x</a>", "x"),
    ("<a href='https://bank.example\u{202E}moc'>x</a>", "<a href=\"https://bank.examplemoc\" \(rel)>x</a>"),
    ("<img src=cid:one%40x alt='A  b' width=20 height=99999>", "<img src=\"/files/7\" alt=\"A b\" width=\"20\">"),
    ("<img src=cid:two alt=Two>", "<span class=\"missing-image\">Two</span>"),
    (
      "<img src='https://a.example/x.png?a=1&b=2' alt='Logo'>",
      "<span class=\"remote-image\" data-src=\"https://a.example/x.png?a=1&amp;b=2\">Logo</span>"
    ),
    ("a<img src='https://a.example/t.gif' width=1 height=1>b", "ab"),
    (
      "<table border=1><tr><td colspan=2 rowspan=5000 bgcolor=red>x</table>",
      "<table><tbody><tr><td colspan=\"2\">x</td></tr></tbody></table>"
    ),
    ("<ol start=3><li>a<li value=7>b</ol>", "<ol start=\"3\"><li>a</li><li value=\"7\">b</li></ol>"),
    ("<svg><text>x</text></svg>y", "y"),
    ("<button>press</button>", "press"),
    ("<o:p>x</o:p>", "x"),
    ("<title>t</title><body>x", "x"),
    ("<p>a<object><p>b</p></object></p>", "<div>a<p>b</p></div>"),
  ]

  @Test(arguments: cases) func `Comes out so`(html: String, expected: String) {
    #expect(Sanitizer.sanitize(html, options: .init(images: ["one@x": "/files/7"])).html == expected)
  }

  @Test func `Tells what it saw`() {
    let html = "<p>Hello</p><img src=cid:a><img src=cid:b><img src=cid:a><img src=https://a.example/1><img src=//a.example/2>"
    let result = Sanitizer.sanitize(html, options: .init(images: ["a": "/files/1"]))
    #expect(result.inlineImageIDs == ["a", "b"])
    #expect(result.remoteImagesBlocked == 2)
    #expect(result.text == "Hello")
    #expect(!result.isReduced)
  }

  @Test(arguments: [
    ("/files/abc-1.png", true), ("/files/", false), ("/files/../logout", false), ("/files//evil.example", false), ("/files/a?x=1", false),
    ("/tickets/1", false), ("https://a.example/files/x", false), ("/files/%2e%2e/x", false),
  ]) func `The composer keeps images of our own files only`(source: String, isKept: Bool) {
    let html = Sanitizer.sanitize("<img src=\"\(source)\">", options: .composed).html
    #expect(html.contains("<img src=\"\(source)\"") == isKept)
    #expect(!Sanitizer.sanitize("<img src=\"\(source)\">").html.contains("<img"))
  }
}
