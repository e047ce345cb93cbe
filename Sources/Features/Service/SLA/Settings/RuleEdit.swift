import Desk
import Storage
import Web

/// A rule as somebody typed it.
struct RuleEdit: Sendable {
  static let targets: [TargetKind] = [.firstResponse, .nextResponse, .resolution]
  static let longestName = 200
  /// Where a clock can stand; a finished request stops it anyway.
  static let pauses: [StatusCategory] = [.new, .open, .waitingForClient, .waitingForOthers, .postponed]

  let name: String
  let calendar: Int64
  let conditions: RuleConditions
  let promises: [Promise]
  let rev: Int64

  /// Throws `Refusal.invalid` with everything that is wrong, by field.
  init(form: Form) throws {
    var problems: [Refusal.Problem] = []
    name = form.text("name")
    calendar = form.int("calendar") ?? 0
    rev = form.int("rev") ?? 0
    conditions = RuleConditions(
      companies: form.all("company").compactMap { Int64($0) }, types: form.all("type").compactMap { Int64($0) },
      priorities: form.all("priority").compactMap { Int64($0) }, channels: form.all("channel").filter { Channel(rawValue: $0) != nil })
    promises = Self.targets.compactMap { Self.promise($0, form, &problems) }
    if name.isEmpty { problems.append(.init("name", "error.nameMissing")) }
    if name.count > Self.longestName { problems.append(.init("name", "error.tooLong", ["limit": String(Self.longestName)])) }
    if promises.isEmpty && problems.isEmpty { problems.append(.init("", "sla.error.noTarget")) }
    guard problems.isEmpty else { throw Refusal.invalid(problems) }
  }

  private static func promise(_ target: TargetKind, _ form: Form, _ problems: inout [Refusal.Problem]) -> Promise? {
    let field = "\(target.rawValue)-duration", text = form.text(field), count = problems.count
    guard !text.isEmpty else { return nil }
    let duration = DurationText.parse(text)
    if duration == nil { problems.append(.init(field, "sla.error.duration", ["text": text])) }
    if duration == 0 { problems.append(.init(field, "sla.error.durationZero")) }
    let alarms = alarms(form.text("\(target.rawValue)-alarms"), field: "\(target.rawValue)-alarms", &problems)
    guard problems.count == count, let duration else { return nil }
    let counting = Promise.Counting(rawValue: form.text("\(target.rawValue)-counting")) ?? .business
    let paused = Set(form.all("\(target.rawValue)-pauses").compactMap(StatusCategory.init)).intersection(pauses)
    do {
      return try Promise(target, duration, counting: counting, pausedIn: paused, alarms: alarms)
    } catch {
      problems.append(error.problem(of: target))
      return nil
    }
  }

  /// `50, 80, 100, +1 h`: shares of the time, and times after the breach.
  static func alarms(_ text: String, field: String, _ problems: inout [Refusal.Problem]) -> [Alarm] {
    text.split(whereSeparator: { $0 == "," || $0 == ";" }).compactMap { part -> Alarm? in
      let word = part.trimmingCharacters(in: .whitespaces)
      if word.isEmpty { return nil }
      if word.hasPrefix("+"), let wait = DurationText.parse(String(word.dropFirst())) { return .afterBreach(wait) }
      if let percent = Int(word.replacing("%", with: "").trimmingCharacters(in: .whitespaces)) { return .percent(percent) }
      problems.append(.init(field, "sla.error.alarm", ["text": word]))
      return nil
    }
  }

  static func text(_ alarms: [Alarm], _ t: Words) -> String {
    alarms.map { alarm in
      switch alarm {
      case .percent(let percent): String(percent)
      case .afterBreach(let wait): "+\(TimeWords.span(wait, t))"
      }
    }.joined(separator: ", ")
  }
}

extension Promise.Fault {
  fileprivate func problem(of target: TargetKind) -> Refusal.Problem {
    switch self {
    case .notPositive: .init("\(target.rawValue)-duration", "sla.error.durationZero")
    case .badAlarm: .init("\(target.rawValue)-alarms", "sla.error.alarmRange")
    case .repeatedAlarm: .init("\(target.rawValue)-alarms", "sla.error.alarmTwice")
    }
  }
}
