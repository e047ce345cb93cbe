import Web

/// What a view is for, where there is nothing in it. The style sheet shows it only beside a list without rows.
struct EmptyList: Sendable {
  let view: TicketView

  func html(_ frame: Frame) -> HTML {
    let (t, name) = (frame.t, name)
    return """
      <div class="empty">\(frame.icon(icon))<h2>\(t("list.empty.\(name)"))</h2><p>\(t("list.emptyAbout.\(name)"))</p>
      <div class="button-row">\(way(frame))</div></div>
      """
  }

  // words: list.empty.*
  // words: list.emptyAbout.*
  private var name: String { if case .team = view { "team" } else { view.text } }

  private var icon: String {
    switch view {
    case .mine, .unassigned: "circle-check"
    case .risk: "shield-check"
    case .open, .team, .done: "inbox"
    }
  }

  /// Where to go on from here.
  private func way(_ frame: Frame) -> HTML {
    let t = frame.t
    switch view {
    case .mine: return "<a class=\"button\" href=\"/tickets?view=unassigned\">\(t("list.emptyWay.unassigned"))</a>"
    case .open where frame.agent?.may(.createTickets) ?? false:
      return "<a class=\"button\" href=\"/tickets/new\">\(t("nav.newTicket"))</a>"
    case .open: return .empty
    case .unassigned, .risk, .done, .team: return "<a class=\"button\" href=\"/tickets?view=open\">\(t("list.emptyWay.open"))</a>"
    }
  }
}
