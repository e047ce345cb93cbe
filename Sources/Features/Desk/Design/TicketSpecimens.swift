import Web

/// The larger parts of lists and tickets.
enum TicketSpecimens {
  static let all = [
    Specimen("design.row", row), Specimen("design.composer", composer), Specimen("design.panel", panel),
    Specimen("design.dialog", dialog), Specimen("design.combobox", combobox), Specimen("design.lightbox", lightbox),
  ]

  /// As it stands in the list of what is at risk: unread, and without.
  private static func row(_ frame: Frame) -> HTML {
    let t = frame.t
    let words = TicketWords(
      statuses: [Status(id: 1, key: "open", name: "", category: .open, position: 1)],
      priorities: [Priority(id: 1, key: "high", name: "", weight: 1, color: "")], types: [])
    func one(_ number: Int64, _ risks: [Risk], isUnread: Bool) -> TicketList.Row {
      let ticket = TicketLine(
        number: number, subject: t("design.sentence"), status: 1, category: .open, requester: t("design.person"),
        company: t("design.company"),
        assignee: t("design.person"))
      return TicketList.Row(
        ticket: ticket, preview: t("design.sentence"), risks: risks, priorityID: 1, channel: .mail, hasAttachments: true,
        updatedAt: frame.now, hasDraft: false, isUnread: isUnread, cursor: .init(key: nil, number: number))
    }
    let rows = [one(1041, [Risk(.unanswered, frame.now)], isUnread: true), one(1042, [], isUnread: false)]
    let list = TicketList(
      query: ListQuery(.risk), rows: rows, previous: nil, next: nil, count: nil, tags: [1041: [t("design.tag")]], presence: [:], pills: [:],
      words: words)
    let view = ListRow(list: list, hidden: [], opened: nil, frame: frame)
    return """
      <div class="list"><div role="table" aria-label="\(t("design.row"))"><ol class="rows" role="rowgroup">\(each: rows, { view.html($0) })</ol></div></div>
      """
  }

  private static func composer(_ frame: Frame) -> HTML {
    let form = ComposerForm(
      number: 1042, requester: frame.t("design.person"), address: "olga@romashka.example", cc: "", seen: 0, key: "", undoSeconds: 10,
      mayReply: true, mayNote: true, mayChange: true, kind: .public, text: frame.t("design.sentence"), waiting: [], drafts: [])
    return "<div class=\"specimen-wide\" data-still>\(form.html(frame))</div>"
  }

  private static func panel(_ frame: Frame) -> HTML {
    let watcher = Watcher(observer: Observer(.contact, 1), name: frame.t("design.person"), email: "olga@romashka.example")
    return "<div class=\"specimen-wide\">\(WatchersPanel(number: 1042, watchers: [watcher], mayChange: false).html(frame))</div>"
  }

  private static func dialog(_ frame: Frame) -> HTML {
    "<div class=\"dialog\" role=\"group\" aria-label=\"\(frame.t("design.dialog"))\" data-still>\(RequesterForm(ticket: TicketName(number: 1042, subject: ""), rev: 1).fragment(frame))</div>"
  }

  private static func combobox(_ frame: Frame) -> HTML {
    let form = FormView(frame, ["specimen": [frame.t("design.person")]])
    return form.picker(
      "specimen", frame.t("ticket.field.requester"), url: "/contacts/search", chosen: "specimenChosen", create: nil,
      hint: frame.t("newTicket.requesterHint"))
  }

  /// Opened by a press.
  private static func lightbox(_ frame: Frame) -> HTML {
    let picture = TalkSpecimens.file("logo.svg", "image/png", size: 1 << 10)
    return "<div class=\"files\">\(picture.tile(frame, at: frame.assets.url("img/logo.svg")))</div>"
  }
}
