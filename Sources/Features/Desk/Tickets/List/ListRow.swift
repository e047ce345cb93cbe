import Storage
import Web

/// One ticket in a list.
struct ListRow {
  static let mostTags = 2

  let list: TicketList
  let hidden: Set<ListColumn>
  let opened: Int64?
  let frame: Frame
  private var t: Words { frame.t }

  func html(_ row: TicketList.Row) -> HTML {
    """
    <li class="row" id="row-\(row.number)" role="row"\(if: row.isUnread && row.number != opened, " data-unread")>\
    <span class="row-state" role="cell">\(row.ticket.stateMark(list.words.statuses, t))</span>\
    \(if: !hidden.contains(.number), "<span class=\"row-number\" role=\"cell\">\(row.number)</span>")\
    <div class="row-main" role="cell"><div class="row-subject">\(link(row))<span class="row-marks">\(marks(row))</span></div>\
    \(words(row))</div>\
    \(if: !hidden.contains(.client), "<div class=\"row-who\" role=\"cell\">\(row.ticket.client)</div>")\
    \(if: !hidden.contains(.priority), "<span class=\"row-priority\" role=\"cell\">\(priority(row))</span>")\
    \(if: !hidden.contains(.due), "<span class=\"row-sla\" role=\"cell\">\(list.pills[row.number]?.html(frame))</span>")\
    \(if: !hidden.contains(.assignee), assignee(row))\
    \(if: !hidden.contains(.activity), "<span class=\"row-time\" role=\"cell\">\(frame.clock.briefElement(row.updatedAt))</span>")</li>

    """
  }

  /// What the client wrote last; among the endangered ones why it is there.
  private func words(_ row: TicketList.Row) -> HTML {
    guard list.query.view == .risk, !row.risks.isEmpty else { return "<p class=\"row-preview\">\(row.preview)</p>" }
    return
      "<p class=\"row-preview row-risk\">\(frame.icon("triangle-alert"))<span title=\"\(Risks.sentence(row.risks, frame))\">\(Risks.sentence(row.risks, frame))</span></p>"
  }

  private func link(_ row: TicketList.Row) -> HTML {
    let current: HTML = row.number == opened ? " aria-current=\"true\"" : ""
    let unread: HTML = "<span class=\"sr\">\(t("list.unread")) </span>"
    return """
      <a class="row-link" href="/tickets/\(row.number)\(list.query.suffix)"\(current)>\(if: row.isUnread, unread)\(row.ticket.subject)</a>
      """
  }

  private func marks(_ row: TicketList.Row) -> HTML {
    let tags = list.tags[row.number] ?? []
    let more = tags.count - Self.mostTags
    return """
      \(if: row.hasDraft, "<span class=\"badge badge-note\">\(t("list.draft"))</span>")\
      \(mark(row.channel.icon, t("list.channel.\(row.channel.rawValue)")))\(if: row.hasAttachments, mark("paperclip", t("list.attachments")))\
      \(each: tags.prefix(Self.mostTags), { "<span class=\"badge\">\($0)</span>" })\
      \(if: more > 0, "<span class=\"badge\" title=\"\(TagList.text(Array(tags.dropFirst(Self.mostTags))))\">+\(more)</span>")
      """
  }

  private func mark(_ icon: String, _ words: String) -> HTML {
    "<span title=\"\(words)\">\(frame.icon(icon))<span class=\"sr\">\(words)</span></span>"
  }

  private func priority(_ row: TicketList.Row) -> HTML {
    guard let priority = list.words.priority(row.priorityID) else { return .empty }
    let name = priority.title(t)
    return """
      <span class="priority" data-level="\(priority.level)" title="\(name)">\(frame.icon(priority.icon))<span class="sr">\(name)</span></span>
      """
  }

  /// The face of who has it, with a ring while somebody else is there: two must not answer at once.
  private func assignee(_ row: TicketList.Row) -> HTML {
    let presence = list.presence[row.number]
    let name = row.ticket.assignee ?? t("ticket.nobody")
    let face: HTML =
      row.ticket.assignee.map { frame.avatar($0, presence: presence?.ring) }
      ?? "<span class=\"avatar avatar-empty\"\(presence.map { HTML(" data-presence=\"\($0.ring)\"") }) aria-hidden=\"true\">\(frame.icon("user"))</span>"
    let others = presence?.sentence(t) ?? ""
    return """
      <span class="row-assignee" role="cell" title="\(name)\(others.isEmpty ? "" : " · \(others)")" data-name="\(name)">\(face)\
      <span class="sr">\(name)</span><span class="sr row-others">\(others)</span></span>
      """
  }
}

extension Channel {
  fileprivate var icon: String {
    switch self {
    case .mail: "mail"
    case .web: "user"
    case .portal: "globe"
    case .api: "code"
    }
  }
}
