import Hummingbird
import Storage
import Web

/// Somebody else answered while this answer was being written: the writer reads it first, then decides.
struct Collision {
  let newer: [Message]

  private static let most = 5
  private static let excerpt = 400

  static func response(_ visit: Visit, _ number: Int64) async throws -> Response {
    guard visit.wantsJSON else {
      return try await MessageRoutes.again(visit, number, [.init("", "composer.collision")], status: .conflict)
    }
    let (agent, seen) = (try visit.agent, visit.form.int("seen") ?? 0)
    let newer = try await visit.world.read { db in
      try agent.messages(of: agent.ticket(number, in: db), limit: Self.most, in: db).filter { $0.id > seen && $0.kind == .public }
    }
    return Collision(newer: newer).html(visit.frame).response(status: .conflict)
  }

  func html(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <header class="dialog-head"><h2 id="dialog-title">\(t("composer.collision"))</h2></header>
      <div class="dialog-body"><ol class="timeline">\(each: newer, { line($0, frame) })</ol></div>
      <footer class="dialog-foot"><button class="button button-quiet" type="button" value="discard">\(t("composer.discard"))</button>\
      <button class="button" type="button" value="anyway">\(t("composer.sendAnyway"))</button>\
      <button class="button button-primary" type="button" value="edit" autofocus>\(t("composer.edit"))</button></footer>
      """
  }

  private func line(_ message: Message, _ frame: Frame) -> HTML {
    let text = message.text.count > Self.excerpt ? String(message.text.prefix(Self.excerpt)) + "…" : message.text
    let isClient = message.author.actor.kind == "contact"
    return """
      <li class="message" data-kind="\(isClient ? "client" : "staff")">\
      \(frame.avatar(message.author.name, classes: isClient ? "avatar-large avatar-client" : "avatar-large"))<article class="message-card">\
      <header class="message-head"><b>\(message.author.name)</b><span class="message-gap"></span>\
      <span class="message-meta">\(frame.clock.element(message.createdAt))</span></header><div class="message-body">\(text)</div></article></li>
      """
  }
}
