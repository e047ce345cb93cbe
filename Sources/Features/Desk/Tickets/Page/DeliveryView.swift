import Web

/// How far a reply has got on its way to the client.
struct DeliveryView {
  let message: Message

  func html(_ frame: Frame) -> HTML {
    guard let (state, icon, text) = words(frame) else { return .empty }
    let again: HTML = mayBeSentAgain && (frame.agent?.may(.replyToTickets) ?? false) ? self.again(frame) : .empty
    return "<span class=\"delivery\" data-state=\"\(state)\">\(frame.icon(icon))\(text)</span>\(again)"
  }

  private var mayBeSentAgain: Bool {
    switch message.delivery {
    case .failed, .bounced: true
    case .none: message.deliveryNote == "noMailbox"
    case .held, .queued, .sent: false
    }
  }

  private func again(_ frame: Frame) -> HTML {
    """
    <form method="post" action="/messages/\(message.id)/sending">\(frame.csrf)<button class="button button-small">\
    \(frame.icon("rotate-cw"))\(frame.t("message.sendAgain"))</button></form>
    """
  }

  private func words(_ frame: Frame) -> (state: String, icon: String, text: String)? {
    let t = frame.t
    switch message.delivery {
    case .none:
      // words: message.undelivered.*
      let key = "message.undelivered.\(message.deliveryNote ?? "")"
      return t.has(key) ? ("failed", "mail-x", t("message.undelivered.\(message.deliveryNote ?? "")")) : nil
    case .held: return ("queued", "clock", t("message.held", ["time": message.sendAt.map { frame.clock.short($0) } ?? ""]))
    case .queued:
      guard message.deliveryNote != nil else { return ("queued", "clock", t("message.queued")) }
      if message.deliveryNote == "mailboxPaused" { return ("queued", "clock", t("message.resting")) }
      return ("queued", "clock", t("message.retried", ["reason": reason(t)]))
    case .sent: return ("sent", "check", t("message.sent"))
    case .failed where DeliveryNote(message.deliveryNote ?? "").isUnconfirmed:
      return ("failed", "circle-alert", t("message.unconfirmed"))
    case .failed: return ("failed", "circle-alert", t("message.failed", ["reason": reason(t)]))
    case .bounced: return ("failed", "circle-alert", t("message.bounced", ["reason": reason(t)]))
    }
  }

  private func reason(_ t: Words) -> String {
    let note = DeliveryNote(message.deliveryNote ?? "")
    return [note.sentence(t), note.detail(t)].compactMap { $0 }.joined(separator: " ")
  }
}
