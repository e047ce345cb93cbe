import Markup
import Web

/// One message of the conversation.
struct MessageView {
  let message: Message
  let files: [Attachment]
  let ticket: Int64
  /// The reader has a composer, for a quotation.
  let mayAnswer: Bool
  /// The reader may still take it back.
  let canTakeBack: Bool

  func html(_ frame: Frame) -> HTML {
    let author = message.author
    let face = kind == "client" ? "avatar-large avatar-client" : "avatar-large"
    return """
      <li class="message" id="m\(message.id)" data-kind="\(kind)">\(frame.avatar(author.name, classes: face))
      <article class="message-card">
      <header class="message-head"><b>\(author.name)</b>\(address(frame))<span class="message-gap"></span>\(tag(frame))\
      <a class="message-meta" href="#m\(message.id)">\(frame.clock.element(message.createdAt))</a>\(menu(frame))</header>
      \(content(frame))\(attachments(frame))\(foot(frame))
      </article></li>

      """
  }

  private var kind: String {
    if message.kind == .note { return "note" }
    return message.author.actor.kind == "contact" ? "client" : "staff"
  }

  /// What an employee wrote down when entering the ticket: nobody was sent it.
  private var isDescription: Bool { message.delivery == .none && message.deliveryNote == nil }

  private func address(_ frame: Frame) -> HTML {
    if kind == "client" {
      let doubt: HTML =
        "<span class=\"badge badge-soon\" title=\"\(frame.t("message.unverifiedHint"))\">\(frame.t("message.unverified"))</span>"
      return "<span class=\"message-meta\">\(message.author.email)</span>\(if: message.isVerified == false, doubt)"
    }
    guard let first = message.recipients.first else { return .empty }
    let more = message.recipients.count - 1
    let others: HTML = more > 0 ? " +\(String(more))" : ""
    return "<span class=\"message-meta\" title=\"\(message.recipients.joined(separator: ", "))\">→ \(first)\(others)</span>"
  }

  private func tag(_ frame: Frame) -> HTML {
    let (icon, key): (String, String) =
      switch kind {
      case "note": ("lock", "message.note")
      case "staff": isDescription ? ("file-text", "message.description") : ("reply", "message.reply")
      default: (message.channel == .mail ? "mail" : "message-square", "message.from.\(message.channel.rawValue)")
      }
    return "<span class=\"message-tag\">\(frame.icon(icon))\(frame.t(key))</span>"  // words: message.from.*
  }

  private func menu(_ frame: Frame) -> HTML {
    let seesOriginal = message.mailID != nil && (frame.agent?.may(.viewMail) ?? false)
    guard mayAnswer || seesOriginal else { return .empty }
    let quotation: HTML = """
      <a href="/tickets/\(ticket)?quote=\(message.id)#composer" data-quote="m\(message.id)">\(frame.icon("quote"))\(frame.t("message.quote"))</a>
      """
    let original: HTML =
      "<a href=\"/messages/\(message.id)/original\">\(frame.icon("code"))\(frame.t("message.original"))</a>"
    return """
      <button class="icon-button icon-button-small" type="button" popovertarget="m\(message.id)-menu" \
      aria-label="\(frame.t("message.actions"))">\(frame.icon("ellipsis"))</button>\
      <div class="menu menu-end" id="m\(message.id)-menu" popover>\
      \(if: mayAnswer, quotation)\(if: seesOriginal, original)</div>
      """
  }

  /// Mail with a layout of its own is shown in a frame that allows it; the page's own policy would refuse the styles.
  private func content(_ frame: Frame) -> HTML {
    guard !MessageMarkup.needsFrame(message.html) else {
      return """
        <div class="message-body"><iframe class="mail-frame" sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox" \
        src="/messages/\(message.id)/body" title="\(frame.t("message.frame", ["name": message.author.name]))" loading="lazy"></iframe></div>
        """
    }
    return "<div class=\"message-body prose\">\(MessageMarkup.shown(message.html, frame.t))</div>"
  }

  private func attachments(_ frame: Frame) -> HTML {
    let tiles = files.filter { !$0.isInline || !message.html.contains("/files/\($0.publicID)") }
    guard !tiles.isEmpty else { return .empty }
    return "<div class=\"message-files files\">\(each: tiles, { $0.tile(frame) })</div>"
  }

  private func foot(_ frame: Frame) -> HTML {
    guard kind == "staff" else { return .empty }
    let delivery = DeliveryView(message: message).html(frame)
    let back: HTML = """
      <form method="post" action="/tickets/\(ticket)/messages/\(message.id)/delete">\(frame.csrf)\
      <button class="button button-small">\(frame.icon("undo-2"))\(frame.t("message.takeBack"))</button></form>
      """
    guard !delivery.isEmpty || canTakeBack else { return .empty }
    return "<footer class=\"message-foot\">\(delivery)\(if: canTakeBack, back)</footer>"
  }
}

/// Markup that the sanitiser made, on its way into a page.
enum MessageMarkup {
  /// What a page shows in itself; longer ones would make every visit of the ticket slow.
  private static let longestInPage = 60_000

  static func needsFrame(_ html: String) -> Bool {
    html.utf8.count > longestInPage || html.contains("<table") || html.contains(" style=\"")
  }

  static func shown(_ html: String, _ t: Words) -> HTML {
    guard html.contains("<details") else { return HTML(sanitized: SafeHTML(fromSanitizer: html)) }
    let label: HTML = "<details class=\"quoted\"><summary>\(t("message.quoted"))</summary>"
    return HTML(
      sanitized: SafeHTML(fromSanitizer: html.replacing("<details class=\"quote\"><summary></summary>", with: label.source)))
  }
}
