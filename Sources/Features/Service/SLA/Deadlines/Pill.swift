import Desk
import Web

/// A promise as a countdown: a shape, words and a colour.
struct Pill: Sendable {
  enum State: String, Sendable { case ok, soon, late, paused, met, missed, none }

  let state: State
  /// Milliseconds as the promise counts them.
  let remaining: Int64
  let elapsed: Int64
  let duration: Int64
  /// Time is passing now: the calendar is open.
  let isTicking: Bool
  let soonShare: Int

  init(_ explained: ExplainedTarget, at now: Instant) {
    self.init(explained.reading, under: explained.terms, at: now)
  }

  init(_ reading: Reading, under terms: Terms, at now: Instant) {
    let promise = terms.promise
    remaining = reading.remaining
    elapsed = reading.elapsed
    duration = promise.duration
    soonShare = promise.soonShare ?? 100
    var isRunning = false
    switch reading.state {
    case .met: state = reading.breachedAt == nil ? .met : .missed
    case .standing(_, let category) where category.isFinished: state = reading.breachedAt == nil ? .none : .missed
    case .standing where reading.breachedAt == nil && !reading.isManual: state = .paused
    case .running, .standing:
      isRunning = true
      let isSoon = reading.remaining <= promise.duration / 100 * Int64(100 - soonShare)
      state = reading.breachedAt != nil ? .late : isSoon ? .soon : .ok
    }
    isTicking = isRunning && (promise.counting == .clock || terms.calendar.isOpen(at: now))
  }

  private var icon: String {
    switch state {
    case .ok: "clock"
    case .soon: "clock-alert"
    case .late: "circle-alert"
    case .paused: "circle-pause"
    case .met: "circle-check"
    case .missed: "circle-x"
    case .none: "minus"
    }
  }

  private func text(_ t: Words) -> String {
    switch state {
    case .met: t("sla.metIn", ["span": TimeWords.countdown(elapsed / 1000, t)])
    case .missed: t("sla.missed")
    case .none: t("sla.notNeeded")
    case .paused: t("sla.paused", ["span": TimeWords.countdown(remaining / 1000, t)])
    case .ok, .soon, .late: TimeWords.countdown(remaining / 1000, t)
    }
  }

  /// - Parameters:
  ///   - reason: what hovering and touching tell.
  ///   - isBrief: only the time; what it is of, the shape and words for screen readers tell.
  func html(_ frame: Frame, reason: String, isBrief: Bool = false) -> HTML {
    let soon = duration / 100_000 * Int64(100 - soonShare)
    let ticking: HTML = isTicking ? " data-running data-soon=\"\(soon)\"" : ""
    let late: HTML = state == .late ? "<span class=\"sr\">\(frame.t("js.time.late"))</span>" : ""
    let isPause = isBrief && state == .paused
    let words: HTML = isPause ? "<span class=\"sr\"> \(frame.t("sla.pause"))</span>" : late
    let label = isPause ? TimeWords.countdown(remaining / 1000, frame.t) : text(frame.t)
    return """
      <span class="sla" data-state="\(state.rawValue)" data-remaining="\(remaining / 1000)"\(ticking) title="\(reason)">\
      \(frame.icon(icon))<span class="sla-text">\(label)</span>\(words)</span>
      """
  }

  /// How much of the time is used, at most all of it.
  var percent: Int64 { duration > 0 ? min(100, max(0, elapsed * 100 / duration)) : 0 }

  func meter(_ name: String, _ t: Words) -> HTML {
    let label = t("sla.used", ["target": name, "percent": String(percent)])
    return "<progress class=\"meter\" data-state=\"\(state.rawValue)\" max=\"100\" value=\"\(percent)\" aria-label=\"\(label)\"></progress>"
  }
}
