import Desk
import Web

/// The whole computation of a deadline in sentences, in the order of time.
struct ExplanationText {
  struct Line: Equatable {
    let text: String
    /// The working hours that make up the time, a line each.
    var parts: [String] = []
  }

  let explained: ExplainedTarget
  let t: Words
  let now: Instant
  /// Days that are listed one by one; more are summed up.
  static let listedDays = 14

  private var words: TimeWords { TimeWords(t, zone: explained.calendar.hours.zone, now: now) }
  private var names: ShownNames { ShownNames(t: t) }
  private var isBusiness: Bool { explained.promise.counting == .business }

  var lines: [Line] { premises.map { Line(text: $0) } + explained.steps.compactMap(line) }

  /// Rule, promise, calendar, pauses.
  private var premises: [String] {
    let span = words.span(explained.promise.duration), calendar = names.of(explained.calendar),
      zone = Zones.name(explained.calendar.hours.zone, t, now: now)
    var lines = [explained.rule.map { t("sla.why.rule", ["rule": names.of($0)]) } ?? t("sla.why.noRule")]
    if explained.rule != nil {
      lines.append(
        isBusiness
          ? t("sla.why.business", ["span": span, "calendar": calendar, "zone": zone]) : t("sla.why.clock", ["span": span, "zone": zone]))
    }
    let pauses = StatusCategory.allCases.filter(explained.promise.pausedIn.contains).map(names.of)
    lines.append(pauses.isEmpty ? t("sla.why.noPauses") : t("sla.why.pauses", ["statuses": pauses.joined(separator: ", ")]))
    return lines
  }

  private func line(_ step: Step) -> Line? {
    switch step {
    case .started(let at, let category): Line(text: t("sla.why.started", ["at": words.at(at), "status": names.of(category)]))
    case .counted(let from, let to, let span): counted(from, to, span)
    case .paused(let from, let to?, let category):
      Line(text: t("sla.why.paused", ["from": words.at(from), "to": words.at(to), "status": names.of(category)]))
    case .paused(let from, nil, let category): Line(text: t("sla.why.standing", ["from": words.at(from), "status": names.of(category)]))
    case .met(let at): Line(text: t("sla.why.met.\(explained.target.rawValue)", ["at": words.at(at)]))
    case .reopened(let at, let used): Line(text: t("sla.why.reopened", ["at": words.at(at), "span": words.span(used)]))
    case .deadline(let due, let left, let from): deadline(due, left, from)
    case .manualDeadline(let due): manual(due)
    case .waiting(let left): Line(text: t("sla.why.waiting", ["span": words.span(left)]))
    case .breached(let at): Line(text: t("sla.why.breached", ["at": words.at(at)]))
    }
  }

  private func counted(_ from: Instant, _ to: Instant, _ span: Int64) -> Line {
    let values = ["from": words.at(from), "to": words.at(to), "span": words.span(span)]
    return Line(text: isBusiness ? t("sla.why.countedBusiness", values) : t("sla.why.countedClock", values))
  }

  private func deadline(_ due: Instant, _ left: Int64, _ from: Instant) -> Line {
    let values = ["due": words.at(due), "span": words.span(left), "from": words.at(from)]
    guard isBusiness else { return Line(text: t("sla.why.deadlineClock", values)) }
    return Line(text: t("sla.why.deadlineBusiness", values), parts: layout(from, due))
  }

  private func manual(_ due: Instant) -> Line {
    guard let manual = explained.manual else { return Line(text: t("sla.why.manual", ["due": words.at(due)])) }
    let values = ["due": words.at(due), "name": explained.manualBy ?? "", "at": words.at(manual.at), "reason": manual.reason]
    return Line(text: t("sla.why.manualBy", values))
  }

  /// The open stretches from start to deadline, and the days off in between that have a name.
  private func layout(_ from: Instant, _ due: Instant) -> [String] {
    let calendar = explained.calendar.hours
    guard from < due else { return [] }
    let stretches = calendar.openStretches(in: from..<due, limit: Self.listedDays + 1)
    var parts = stretches.prefix(Self.listedDays).map { stretch in
      t(
        "sla.why.stretch",
        [
          "day": words.day(stretch.lowerBound), "from": words.time(stretch.lowerBound), "to": words.time(stretch.upperBound),
          "span": words.span(stretch.upperBound.milliseconds(since: stretch.lowerBound)),
        ])
    }
    if stretches.count > Self.listedDays, let last = stretches.dropLast().last {
      let rest = calendar.duration(from: last.upperBound, to: due)
      parts.append(t("sla.why.more", ["span": words.span(rest)]))
    }
    return parts + namedDays(from, due)
  }

  private func namedDays(_ from: Instant, _ due: Instant) -> [String] {
    let calendar = explained.calendar.hours, first = calendar.local(from).date, last = calendar.local(due).date
    return calendar.exceptions.filter { first <= $0.date && $0.date <= last }.prefix(Self.listedDays).map { day in
      let parts = day.date.parts
      let date = t("date.dayMonth", ["day": String(parts.day), "month": t("date.month.\(parts.month)")])
      let hours = day.hours.isEmpty ? t("sla.why.closed") : day.hours.map(\.text).joined(separator: ", ")
      return day.name.isEmpty ? "\(date): \(hours)" : "\(date): \(day.name), \(hours)"
    }
  }
}
