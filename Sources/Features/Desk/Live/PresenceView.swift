import Web

/// Who else is on the ticket: their initials, and what the busiest of them is doing. Fetches itself again on each change.
package struct PresenceView: Sendable {
  static let mostFaces = 4

  let ticket: Int64
  let people: [(name: String, state: Presence.State)]

  package init(ticket: Int64, people: [(name: String, state: Presence.State)]) {
    self.ticket = ticket
    self.people = people
  }

  package func html(_ frame: Frame) -> HTML {
    """
    <span class="presence" id="presence" data-hx-get="/tickets/\(ticket)/presence" data-hx-trigger="live:presence\(ticket) from:body delay:150ms" \
    data-hx-swap="morph:outerHTML">\(each: people.prefix(Self.mostFaces), { frame.avatar($0.name, presence: $0.state.picture) })\
    <span class="wide-only" role="status">\(sentence(frame.t))</span></span>
    """
  }

  /// Whoever writes matters most: two answers must not cross.
  func sentence(_ t: Words) -> String {
    let writers = people.filter { $0.state != .viewing }
    if writers.count > 1 { return t("presence.writing", count: writers.count) }
    if let writer = writers.first { return t(writer.state == .typing ? "presence.typing" : "presence.replying", ["name": writer.name]) }
    if people.count > 1 { return t("presence.viewing", count: people.count) }
    return people.first.map { t("presence.views", ["name": $0.name]) } ?? ""
  }

  /// The ring that tells of all of them: that of the busiest.
  var ring: String {
    let order: [Presence.State] = [.replying, .typing, .viewing]
    return order.first { state in people.contains { $0.state == state } }?.picture ?? Presence.State.viewing.picture
  }

  /// For a list that has the ticket among its rows.
  func object(_ t: Words) -> [String: Any] {
    [
      "people": people.map { ["name": $0.name, "state": $0.state.rawValue] }, "ring": people.isEmpty ? "" : ring, "text": sentence(t),
    ]
  }
}

extension Presence.State {
  /// The name of the ring around a face in the style sheet.
  fileprivate var picture: String { self == .viewing ? "online" : rawValue }
}
