import Desk
import Web

/// How far the open tickets have followed the last edit.
struct RecountBanner {
  let progress: RecountProgress
  let mayChange: Bool

  func html(_ frame: Frame) -> HTML {
    let t = frame.t
    switch progress.state {
    case .running:
      return """
        <div class="banner" id="recount" role="status">\(frame.icon("refresh-cw"))<span class="banner-text"><b>\(t("sla.recount.running"))</b>\
        \(t("sla.recount.reached", values))<progress class="progress" max="\(max(1, progress.total))" value="\(progress.done)" \
        aria-label="\(t("sla.recount.running"))"></progress></span>\(button("/settings/sla/recount/delete", "sla.recount.stop", frame))</div>
        """
    case .stopped:
      return """
        <div class="banner banner-soon" id="recount">\(frame.icon("triangle-alert"))<span class="banner-text"><b>\(t("sla.recount.stopped"))</b>\
        \(t("sla.recount.reached", values))</span>\(button("/settings/sla/recount", "sla.recount.goOn", frame))</div>
        """
    case .done:
      return """
        <p class="muted" id="recount">\(t("sla.recount.done", values)) \(progress.endedAt.map { frame.clock.element($0) })</p>
        """
    }
  }

  private var values: [String: String] {
    ["done": String(progress.done), "total": String(max(progress.total, progress.done)), "changed": String(progress.changed)]
  }

  // words: sla.recount.*
  private func button(_ path: String, _ key: String, _ frame: Frame) -> HTML {
    guard mayChange else { return .empty }
    return "<form method=\"post\" action=\"\(path)\">\(frame.csrf)<button class=\"button button-small\">\(frame.t(key))</button></form>"
  }
}
