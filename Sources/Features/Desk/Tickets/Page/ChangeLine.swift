import Storage
import Web

/// One event of a ticket as a reader is told of it.
struct ChangeLine: Sendable {
  let event: Event
  let names: EventNames

  /// "Anna · Priority: Normal → High"; empty for events that the languages have no words for.
  func sentence(_ frame: Frame) -> HTML {
    let t = frame.t
    let parts = event.changes.compactMap { part($0, t) }
    if !parts.isEmpty { return HTML.joined(parts, by: "; ") }
    let key = "history.\(event.kind.rawValue)"
    return t.has(key) ? "\(t("history.\(event.kind.rawValue)", event.facts))" : .empty
  }

  /// Whether there is something to tell.
  func isTold(_ t: Words) -> Bool {
    event.changes.contains { part($0, t) != nil } || t.has("history.\(event.kind.rawValue)")
  }

  private func part(_ change: Event.Change, _ t: Words) -> HTML? {
    let key = "history.field.\(change.field)"
    guard t.has(key) else { return nil }
    let (before, after) = (value(change.field, change.before, t), value(change.field, change.after, t))
    let old: HTML = before.map { "<del>\($0)</del> → " } ?? ""
    let new: HTML = "<ins>\(after ?? t("history.nothing"))</ins>"
    return "\(t("history.field.\(change.field)")): \(old)\(new)"
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
