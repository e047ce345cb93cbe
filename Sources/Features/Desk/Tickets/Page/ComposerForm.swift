import Markup
import Secrets
import Storage
import Web

/// Where an answer or a note is written: what stands in it, and who will read it.
struct ComposerForm: Sendable {
  let number: Int64
  let requester: String?
  let address: String?
  var cc: String
  let seen: Int64
  let key: String
  let undoSeconds: Int64
  let mayReply: Bool
  let mayNote: Bool
  let mayChange: Bool
  var kind: Message.Kind
  var text = ""
  /// Of the text. Without scripts nobody writes markup, and what the editor wrote goes back into the editor.
  var format = TextFormat.text
  /// Files that wait here for their message: of an answer that was taken back, or of one that was refused.
  var waiting: [Attachment]
  /// Those of them that are not to go out, by their public ids.
  var unwanted: Set<String> = []
  /// Kinds of which a draft lies on the server; without scripts it is fetched by a link.
  let drafts: [Message.Kind]
  /// Why it came back.
  var problems: [Refusal.Problem] = []

  static func load(_ ticket: Ticket, newest: Int64, requester: String?, watchers: [Watcher], for agent: Agent, in db: any Database) throws
    -> ComposerForm?
  {
    let (mayReply, mayNote) = (agent.mayDo(.replyToTickets, to: ticket), agent.mayDo(.noteOnTickets, to: ticket))
    guard mayReply || mayNote else { return nil }
    return ComposerForm(
      number: ticket.number, requester: requester, address: try ticket.requesterAddress(in: db),
      cc: watchers.compactMap { $0.observer.kind == .contact ? $0.email : nil }.joined(separator: ", "), seen: newest,
      key: Random.publicID(), undoSeconds: agent.preferences.undoSeconds, mayReply: mayReply, mayNote: mayNote,
      mayChange: agent.mayDo(.changeTickets, to: ticket), kind: mayReply ? .public : .note,
      waiting: try agent.uploadsWaiting(on: ticket.number, in: db), drafts: try agent.drafts(on: ticket.number, in: db).map(\.kind))
  }

  func html(_ frame: Frame) -> HTML {
    """
    <form class="composer" id="composer" method="post" action="/tickets/\(number)/messages" enctype="multipart/form-data" \
    aria-label="\(frame.t("composer.title"))" data-folds data-ticket="\(number)" data-draft="/tickets/\(number)/drafts" data-undo="\(undoSeconds)">
    \(frame.csrf)<input type="hidden" name="key" value="\(key)"><input type="hidden" name="seen" value="\(seen)">\
    <input type="hidden" name="format" value="\(format.rawValue)">
    \(banner(frame))<div class="composer-card">\(head(frame))\(area(frame))
    <div class="composer-files files">\(each: waiting, { $0.waitingTile(frame, isWanted: !unwanted.contains($0.publicID)) })</div>
    <p class="composer-warning" role="status"></p>
    \(ComposerFoot(form: self).html(frame))</div>
    </form>
    """
  }

  private func banner(_ frame: Frame) -> HTML {
    guard !problems.isEmpty else { return draftHint(frame) }
    let text = problems.map { frame.t($0.key, $0.values) }.joined(separator: " ")
    return """
      <div class="banner banner-late" role="alert">\(frame.icon("circle-alert"))<span class="banner-text">\(text)</span></div>
      """
  }

  private func draftHint(_ frame: Frame) -> HTML {
    guard !drafts.isEmpty, text.isEmpty else { return .empty }
    return """
      <p class="no-js">\(each: drafts, { kind in
        "<a href=\"/tickets/\(number)?draft=\(kind == .note ? "note" : "reply")#composer\">\(frame.t(kind == .note ? "composer.noteDraft" : "composer.replyDraft"))</a> "
      })</p>
      """
  }

  private func head(_ frame: Frame) -> HTML {
    let t = frame.t
    let reply: HTML = """
      <label><input type="radio" name="kind" value="reply"\(if: kind == .public, " checked") data-key="r" data-label="\(t("composer.replyKey"))">\
      \(frame.icon("reply"))\(t("composer.reply"))</label>
      """
    let note: HTML = """
      <label><input type="radio" name="kind" value="note"\(if: kind == .note, " checked") data-key="n" data-label="\(t("composer.noteKey"))">\
      \(frame.icon("lock"))\(t("composer.note"))</label>
      """
    return """
      <div class="composer-head">
      <span class="composer-kind" role="radiogroup" aria-label="\(t("composer.whoSees"))">\(if: mayReply, reply)\(if: mayNote, note)</span>
      \(if: mayReply, recipients(frame))<span class="composer-private">\(frame.icon("lock"))\(t("composer.private"))</span>
      </div>
      """
  }

  private func recipients(_ frame: Frame) -> HTML {
    let t = frame.t
    let copies = cc.split(separator: ",").count
    let label = copies == 0 ? t("composer.addCopy") : t("composer.copies", ["count": String(copies)])
    let who = [requester, address].compactMap { $0 }.joined(separator: ", ")
    let nowhere: HTML = "<small class=\"muted\">\(t("composer.noAddress"))</small>"
    return """
      <span class="composer-to"><span class="chip"><b>\(t("composer.to"))</b><span>\(who)</span></span>\(if: address == nil, nowhere)\
      <button class="chip chip-add" type="button" popovertarget="cc">\(label)</button></span>
      <div class="popover" id="cc" popover><div class="field"><label class="field-label" for="cc-input">\(t("composer.copy"))</label>\
      <input class="input" id="cc-input" name="cc" value="\(cc)" autocomplete="off"><p class="field-hint">\(t("composer.copyHint"))</p></div></div>
      """
  }

  private func area(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <label class="sr" for="composer-text">\(t("composer.text"))</label>
      <textarea class="composer-text" id="composer-text" name="text" rows="2" placeholder="\(t("composer.replyHint"))" \
      data-reply-placeholder="\(t("composer.replyHint"))" data-note-placeholder="\(t("composer.noteHint"))">
      \(text)</textarea>
      """
  }
}
