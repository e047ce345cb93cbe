/// How mail programs mark the quoted mail in their HTML. Plain data, for whoever walks the sanitised tree.
package struct QuoteMatcher: Sendable, Hashable {
  package enum Attribute: Sendable, Hashable {
    /// One of the words of `class`.
    case classWord(String)
    case id(String)
    case value(name: String, value: String)
    /// The attribute begins with this, in lower case and without spaces.
    case prefix(name: String, prefix: String)
  }

  package enum Reach: Sendable, Hashable {
    /// The element itself is the quote.
    case element
    /// The quote is the element and all that follows it within its parent.
    case elementAndAfter
  }

  /// Nil for any element.
  package let element: String?
  package let attribute: Attribute?
  package let reach: Reach
  package let kind: ReplyText.Section.Kind
  /// The program that writes it so.
  package let origin: String

  private static func quote(_ element: String?, _ attribute: Attribute?, _ origin: String, _ reach: Reach = .element) -> QuoteMatcher {
    QuoteMatcher(element: element, attribute: attribute, reach: reach, kind: .quote, origin: origin)
  }

  private static func signature(_ element: String?, _ attribute: Attribute?, _ origin: String) -> QuoteMatcher {
    QuoteMatcher(element: element, attribute: attribute, reach: .element, kind: .signature, origin: origin)
  }

  package static let all: [QuoteMatcher] = [
    quote("div", .classWord("gmail_quote_container"), "Gmail"),
    quote("div", .classWord("gmail_quote"), "Gmail"),
    quote("div", .classWord("gmail_extra"), "Gmail"),
    quote("blockquote", .classWord("gmail_quote"), "Gmail"),
    quote("div", .classWord("yahoo_quoted"), "Yahoo"),
    quote("blockquote", .value(name: "type", value: "cite"), "Thunderbird, Apple Mail"),
    quote("div", .classWord("moz-cite-prefix"), "Thunderbird"),
    quote("div", .classWord("moz-forward-container"), "Thunderbird"),
    quote("div", .id("divRplyFwdMsg"), "Outlook on the web", .elementAndAfter),
    quote("div", .id("appendonsend"), "Outlook on the web", .elementAndAfter),
    quote("div", .id("mail-editor-reference-message-container"), "Outlook for mobile"),
    quote("div", .prefix(name: "style", prefix: "border:none;border-top:solid#e1e1e11.0pt"), "Outlook", .elementAndAfter),
    quote("div", .prefix(name: "style", prefix: "border:none;border-top:solid#b5c4df1.0pt"), "Outlook", .elementAndAfter),
    quote("hr", .id("stopSpelling"), "Outlook.com", .elementAndAfter),
    quote("blockquote", .id("mail-app-auto-quote"), "Mail.ru"),
    quote("blockquote", .classWord("mail-quote"), "Mail.ru"),
    quote("div", .classWord("js-helper"), "Mail.ru"),
    quote("div", .id("reply-block"), "Mail.ru"),
    quote("div", .prefix(name: "data-marker", prefix: "__quote_text__"), "Zimbra"),
    quote("blockquote", .classWord("wmi-quote"), "Yandex"),
    quote("div", .classWord("ya-quote"), "Yandex"),
    quote("blockquote", .classWord("iosymail"), "Yahoo on iOS"),
    quote("div", .classWord("protonmail_quote"), "Proton"),
    quote("blockquote", .classWord("protonmail_quote"), "Proton"),
    quote("blockquote", .prefix(name: "style", prefix: "border-left:1pxsolid"), "many web mails"),
    quote("blockquote", .prefix(name: "style", prefix: "border-left:2pxsolid"), "many web mails"),
    signature("div", .classWord("gmail_signature"), "Gmail"),
    signature("div", .classWord("moz-signature"), "Thunderbird"),
    signature("pre", .classWord("moz-signature"), "Thunderbird"),
    signature("div", .id("Signature"), "Outlook on the web"),
    signature("div", .prefix(name: "data-signature-widget", prefix: "container"), "Mail.ru"),
    signature("div", .id("ymail_android_signature"), "Yahoo on Android"),
    signature("div", .classWord("protonmail_signature_block"), "Proton"),
  ]
}
