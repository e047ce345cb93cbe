import Web

/// The conversation of a ticket, its files, and tables.
struct TalkSpecimens {
  let frame: Frame
  let theme: String
  private var t: Words { frame.t }

  private func message(_ id: Int64, _ kind: Message.Kind, _ actor: Actor, delivery: Message.Delivery, note: String? = nil) -> HTML {
    let number = id + (theme == "dark" ? 10 : 0)
    let author = MessageAuthor(actor: actor, name: t("design.person"), email: "olga@romashka.example")
    let message = Message(
      id: number, ticketNumber: 1, kind: kind, author: author, channel: .mail, createdAt: frame.now,
      html: ("<p>\(t("design.sentence"))</p>" as HTML).source, text: t("design.sentence"), isVerified: nil,
      recipients: kind == .note ? [] : ["olga@romashka.example"], delivery: delivery, deliveryNote: note, sendAt: frame.now, mailID: nil)
    return MessageView(message: message, files: [], ticket: 1, mayAnswer: true, canTakeBack: false).html(frame)
  }

  var timeline: HTML {
    """
    <ol class="timeline">\(message(1, .public, .contact(1), delivery: .none))\(message(2, .public, .employee(1), delivery: .queued))\
    \(message(3, .public, .employee(1), delivery: .sent))\(message(4, .public, .employee(1), delivery: .bounced, note: "550 5.1.1 No such user"))\
    \(message(5, .note, .employee(1), delivery: .none))
    <li class="change">\(frame.icon("user-check"))<span><b>\(t("design.person"))</b> · \(t("ticket.field.assignee"))</span></li></ol>
    """
  }

  var files: HTML {
    """
    <div class="files">\(Self.file("act.pdf", "application/pdf", size: 1_258_291).waitingTile(frame))\
    \(Self.file("prices.xlsx", "application/octet-stream", size: 48 << 10).waitingTile(frame))</div>
    """
  }

  static func file(_ name: String, _ type: String, size: Int64) -> Attachment {
    Attachment(
      id: 0, publicID: "", ticketNumber: nil, messageID: nil, uploaderID: nil, blob: "", name: name, contentType: type, size: size,
      isInline: false, isExecutable: false)
  }

  var table: HTML {
    """
    <div class="table-box" tabindex="0" role="region" aria-label="\(t("design.tables"))"><table class="table"><thead><tr><th scope="col">\(t("people.name"))</th>\
    <th scope="col" class="num">\(t("list.numberSign"))</th></tr></thead><tbody><tr><td>\(frame.person(t("design.person")))</td><td class="num">14</td></tr></tbody></table></div>
    """
  }
}
