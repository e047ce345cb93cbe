import Storage
import Web

/// One event of a ticket as a reader is told of it.
struct ChangeLine: Sendable {
  let event: Event
  let names: EventNames

  /// "Anna · Priority: Normal → High"; empty for events that the languages have no words for.
  func sentence(_ frame: Frame) -> HTML {
    let parts = event.changes.compactMap { part($0, frame) }
    if !parts.isEmpty { return HTML.joined(parts, by: "; ") + reason(frame.t) }
    guard let key = key(frame.t) else { return .empty }
    return "\(frame.t(key, event.facts))"
  }

  /// Alarms are told by what they are about.
  private func key(_ t: Words) -> String? {
    let kind = event.kind.rawValue
    let about = [event.facts["target"].map { event.facts["percent"] == nil ? "\($0).after" : $0 }, event.facts["what"]].compactMap { $0 }
    // words: history.ticket.*
    // words: history.mail.*
    // words: history.sla.*
    return (about.map { "history.\(kind).\($0)" } + ["history.\(kind)"]).first(where: t.has)
  }

  /// Why a deadline was counted anew.
  private func reason(_ t: Words) -> HTML {
    // words: history.reason.*
    guard let reason = event.facts["reason"], t.has("history.reason.\(reason)") else { return .empty }
    let note: HTML = event.facts["note"].map { ": \($0)" } ?? .empty
    return " (\(t("history.reason.\(reason)"))\(note))"
  }

  /// Whether there is something to tell.
  func isTold(_ t: Words) -> Bool {
    event.changes.contains { t.has("history.field.\($0.field)") } || key(t) != nil
  }

  private func part(_ change: Event.Change, _ frame: Frame) -> HTML? {
    let t = frame.t
    let key = "history.field.\(change.field)"
    guard t.has(key) else { return nil }
    func shown(_ raw: String?) -> String? {
      // Instants are milliseconds in events.
      guard Self.isInstant(change.field), let raw, let at = Int64(raw) else { return value(change.field, raw, t) }
      return frame.clock.short(Instant(milliseconds: at))
    }
    let (before, after) = (shown(change.before), shown(change.after))
    let old: HTML = before.map { "<del>\($0)</del> → " } ?? ""
    let new: HTML = "<ins>\(after ?? t("history.nothing"))</ins>"
    return "\(t("history.field.\(change.field)")): \(old)\(new)"
  }

  private static func isInstant(_ field: String) -> Bool {
    field == "postponedUntil" || field.hasPrefix("due.") || field.hasPrefix("manual.")
  }

  func value(_ field: String, _ raw: String?, _ t: Words) -> String? {
    guard let raw, !raw.isEmpty else { return nil }
    guard let id = Int64(raw) else { return raw }
    switch field {
    case "assignee": return names.people[.employee(id)] ?? raw
    case "requester": return names.people[.contact(id)] ?? raw
    case "team": return names.teams[id] ?? raw
    case "company": return names.companies[id] ?? raw
    case "status": return names.words.status(id)?.title(t) ?? raw
    case "priority": return names.words.priority(id)?.title(t) ?? raw
    case "type": return names.words.type(id)?.title(t) ?? raw
    default: return raw
    }
  }

  var icon: String {
    switch event.kind {
    case .assigned: "user-check"
    case .statusChanged: "circle-dot"
    case .tagged: "tag"
    case .observed, .unobserved: "eye"
    default: event.actor == .desk ? "clock" : "pencil"
    }
  }

  func actor(_ t: Words) -> String {
    switch event.actor {
    case .employee, .contact: names.people[Person(event.actor)] ?? t("history.somebody")
    case .desk: t("history.desk")
    }
  }

  /// What kind of thing it was, in a word or two.
  func kindName(_ t: Words) -> String {
    t.has("history.kind.\(event.kind.rawValue)") ? t("history.kind.\(event.kind.rawValue)") : event.kind.rawValue
  }

  /// A line of the conversation.
  func html(_ frame: Frame) -> HTML {
    """
    <li class="change" id="e\(event.id)">\(frame.icon(icon))<span><b>\(actor(frame.t))</b> · \(sentence(frame)) · \
    \(frame.clock.element(event.at))</span></li>
    """
  }
}

extension HTML {
  static func joined(_ parts: [HTML], by separator: HTML) -> HTML {
    parts.dropFirst().reduce(parts.first ?? .empty) { $0 + separator + $1 }
  }
}
