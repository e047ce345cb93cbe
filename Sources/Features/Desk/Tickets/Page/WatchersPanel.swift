import Web

/// Who reads along.
struct WatchersPanel: Sendable {
  let number: Int64
  let watchers: [Watcher]
  let mayChange: Bool

  func html(_ frame: Frame) -> HTML {
    """
    <details class="panel" id="panel-watchers"><summary>\(frame.t("ticket.panel.watchers")) <span class="counter">\(watchers.count)</span></summary>
    <div class="panel-body" data-hx-get="/tickets/\(number)/panels/watchers" data-hx-trigger="live:t\(number) from:body delay:300ms" \
    data-hx-swap="morph:innerHTML">\(body(frame))</div></details>
    """
  }

  func body(_ frame: Frame) -> HTML {
    let change: HTML = "<a href=\"/tickets/\(number)/watchers\" data-dialog>\(frame.t("ticket.changeWatchers"))</a>"
    return """
      \(if: watchers.isEmpty, "<p class=\"muted\">\(frame.t("ticket.noWatchers"))</p>")\(each: watchers, { $0.html(frame) })\(if: mayChange, change)
      """
  }
}

extension Watcher {
  func html(_ frame: Frame) -> HTML {
    guard observer.kind != .team else { return "<span class=\"person\">\(frame.icon("users"))<span>\(name)</span></span>" }
    let face = frame.avatar(name, classes: observer.kind == .contact ? "avatar-client" : "")
    return "<span class=\"person\">\(face)<span>\(name)\(email.map { HTML(" <small class=\"muted\">\($0)</small>") })</span></span>"
  }
}
