import Chance
import Testing

@testable import Markup

struct TagSoupTests {
  static let names = [
    "p", "div", "span", "b", "i", "a", "font", "nobr", "table", "tr", "td", "th", "tbody", "thead", "caption", "colgroup", "col", "ul",
    "ol", "li",
    "dl", "dt", "dd", "h1", "h2", "pre", "blockquote", "form", "button", "object", "select", "option", "textarea", "style", "script",
    "title",
    "template", "svg", "math", "mi", "mtext", "foreignObject", "desc", "annotation-xml", "noscript", "iframe", "xmp", "plaintext",
    "listing", "details",
    "summary", "img", "br", "hr", "input", "image", "center", "address", "marquee", "applet", "frameset", "head", "body", "html", "ruby",
    "rt", "o:p",
    "code", "em", "u", "menu", "section", "figure", "video", "x-y",
  ]
  static let attributes = [
    "", "", "", " href='https://a.example/?q=\"<'", " href=javascript:1", " class=quote", " class=gmail_quote",
    " class=remote-image data-src='https://x.example/ y'",
    " style='font-weight:bold;font-style:italic'", " style='display:none'", " src=cid:one", " src='https://x.example/i.png' alt='<b>'",
    " onclick=x", " type=cite",
    " id=divRplyFwdMsg", " colspan=3 rowspan=99999", " dir=rtl lang=ru", " encoding=text/html", " align=center", " hidden", " start=3",
  ]
  static let texts = [
    "x", " ", "\n", "текст", "&lt;i&gt;", "&#0;", "\u{0}", "<!--", "-->", "<![CDATA[", "]]>", "<", "\"", "&nbsp;", "https://a.example",
    "</", "\r\n", "<!DOCTYPE x>",
  ]

  static func soup(_ dice: inout SeededGenerator) -> String {
    let few = (0..<8).map { _ in names.randomElement(using: &dice)! }
    var html = ""
    for _ in 0..<Int.random(in: 2...40, using: &dice) {
      let name = Int.random(in: 0..<3, using: &dice) > 0 ? few.randomElement(using: &dice)! : names.randomElement(using: &dice)!
      switch Int.random(in: 0..<10, using: &dice) {
      case 0..<5: html += "<\(name)\(attributes.randomElement(using: &dice)!)>"
      case 5..<7: html += "</\(name)>"
      default: html += texts.randomElement(using: &dice)!
      }
    }
    return html
  }

  @Test(arguments: 0..<8) func `Soup of tags comes out clean and stays as it is`(seed: Int) {
    var dice = SeededGenerator(seed: UInt64(seed) &* 7919)
    var options = Sanitizer.Options(images: ["one": "/files/1"])
    options.ownImagePrefixes = ["/files/"]
    for _ in 0..<500 {
      let html = Self.soup(&dice)
      let once = Sanitizer.sanitize(html, options: options)
      let offences = AllowListCheck.offences(in: once.html, images: ["/files/1"])
      #expect(offences == [], "\(html.debugDescription)")
      let twice = Sanitizer.sanitize(once.html, options: options)
      #expect(twice.html == once.html, "\(html.debugDescription)")
      if !offences.isEmpty || twice.html != once.html { return }
    }
  }
}
