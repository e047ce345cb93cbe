import Web

/// Tools of the composer and the buttons that name what they do.
struct ComposerFoot {
  let form: ComposerForm

  func html(_ frame: Frame) -> HTML {
    let note: HTML = """
      <button class="button button-note composer-send-note" name="then" value="">\(frame.icon("lock"))\(frame.t("composer.saveNote"))</button>
      """
    return """
      <div class="composer-foot">
      \(tools(frame))<input class="no-js" type="file" name="file" multiple aria-label="\(frame.t("composer.files"))">
      <span class="composer-gap"></span><span class="composer-state js-only" role="status"></span>
      \(if: form.mayReply, send(frame))\(if: form.mayNote, note)
      </div>
      """
  }

  private func tools(_ frame: Frame) -> HTML { Self.formats(frame) }

  /// What a text can be made of, and files beside it.
  static func formats(_ frame: Frame) -> HTML {
    let t = frame.t
    let formats = [
      ("bold", "bold", t("composer.bold")), ("italic", "italic", t("composer.italic")), ("bulletList", "list", t("composer.list")),
      ("orderedList", "list-ordered", t("composer.numbers")), ("blockquote", "quote", t("composer.quote")),
      ("code", "code", t("composer.code")),
    ]
    return """
      <span class="composer-tools js-only"><span class="composer-format cluster" hidden data-format-bar>\
      \(each: formats, { format($0.0, $0.1, $0.2, frame) })\
      <button class="icon-button" type="button" data-format="link" aria-label="\(t("composer.link"))">\(frame.icon("link"))</button><i></i></span>\
      <button class="icon-button" type="button" data-attach aria-label="\(t("composer.attach"))">\(frame.icon("paperclip"))</button></span>
      """
  }

  private static func format(_ name: String, _ icon: String, _ label: String, _ frame: Frame) -> HTML {
    """
    <button class="icon-button" type="button" data-format="\(name)" aria-label="\(label)" aria-pressed="false">\(frame.icon(icon))</button>
    """
  }

  private func send(_ frame: Frame) -> HTML {
    let t = frame.t
    let button: HTML = """
      <button class="button button-primary" name="then" value="">\(frame.icon("send-horizontal"))\(t("composer.send"))</button>
      """
    guard form.mayChange else { return "<span class=\"composer-send-reply\">\(button)</span>" }
    return """
      <span class="split-button composer-send-reply">\(button)\
      <button class="button button-primary" type="button" popovertarget="send-menu" aria-label="\(t("composer.sendAnd"))">\
      \(frame.icon("chevron-down"))</button></span>
      <div class="menu menu-up" id="send-menu" popover>
      <button name="then" value="done">\(frame.icon("circle-check"))\(t("composer.sendDone"))<kbd>Ctrl+⇧+⏎</kbd></button>
      <button name="then" value="waitingForClient">\(frame.icon("hourglass"))\(t("composer.sendWait"))</button>
      </div>
      """
  }
}
