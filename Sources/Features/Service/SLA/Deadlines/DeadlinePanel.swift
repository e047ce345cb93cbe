import Desk
import Storage
import Web

/// The deadlines of a ticket, at its side.
struct DeadlinePanel: Sendable {
  let number: Int64
  let targets: [ExplainedTarget]

  static let panel = TicketPanel(id: "sla", title: "sla.panel") { ticket, agent, db, now in
    let panel = DeadlinePanel(number: ticket.number, targets: try ExplainedTarget.all(of: ticket, for: agent, at: now, in: db))
    return PanelContent { panel.html($0) }
  }

  func html(_ frame: Frame) -> HTML {
    let t = frame.t
    let why = t(targets.isEmpty ? "sla.why.noneLink" : "sla.why.title")
    return """
      \(if: targets.isEmpty, "<p class=\"muted\">\(t("sla.nothingPromised"))</p>")
      \(if: !targets.isEmpty, "<ul class=\"sla-list\">\(each: targets, { item($0, frame) })</ul>")
      <a href="/tickets/\(number)/deadlines" data-dialog>\(why)</a>
      """
  }

  private func item(_ target: ExplainedTarget, _ frame: Frame) -> HTML {
    let pill = Pill(target, at: frame.now), name = ShownNames(t: frame.t).of(target.target)
    return """
      <li class="sla-item"><span>\(name)</span>\(pill.html(frame, reason: reason(target, frame)))\(pill.meter(name, frame.t))\
      <small>\(state(target, frame))</small></li>
      """
  }

  /// Rule, calendar, start, pause: what a hand on the pill tells.
  private func reason(_ target: ExplainedTarget, _ frame: Frame) -> String {
    let (t, names) = (frame.t, ShownNames(t: frame.t))
    var parts = [target.rule.map { t("sla.why.rule", ["rule": names.of($0)]) } ?? t("sla.why.noRule")]
    if target.promise.counting == .business { parts.append(t("sla.underCalendar", ["calendar": names.of(target.calendar)])) }
    if case .started(let at, _) = target.steps.first { parts.append(t("sla.since", ["time": frame.clock.short(at)])) }
    return parts.joined(separator: " ")
  }

  private func state(_ target: ExplainedTarget, _ frame: Frame) -> HTML {
    let t = frame.t, reading = target.reading
    var parts: [HTML] = []
    if let due = reading.due { parts.append("\(t("sla.until")) \(frame.clock.element(due))") }
    switch reading.state {
    case .met(let at, _): parts.append("\(t("sla.metAt")) \(frame.clock.element(at))")
    case .standing(let since, let category) where !category.isFinished:
      let status = ShownNames(t: t).of(category)
      parts.append("\(t("sla.pausedFor", ["status": status])) \(frame.clock.element(since))")
    case .standing, .running: break
    }
    if let manual = target.manual { parts.append("\(t("sla.setBy", ["name": target.manualBy ?? "", "reason": manual.reason]))") }
    return "\(each: parts.enumerated(), { "\(if: $0.offset > 0, ", ")\($0.element)" })"
  }
}
