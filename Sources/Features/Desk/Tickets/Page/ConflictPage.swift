import Hummingbird
import Storage
import Web

/// Two people changed one field: who did, both values, and a button that takes one's own.
struct ConflictPage: DialogPage {
  let ticket: TicketName
  let conflicts: FieldConflicts
  let names: EventNames
  /// Everything that the form sent.
  let fields: [(String, String)]

  var section: Section? { .tickets }
  func dialogTitle(_ t: Words) -> String { t("ticket.changedMeanwhile") }

  /// "Anna changed this 20 seconds ago: Priority is High now."
  func sentence(_ conflict: FieldConflicts.Conflict, _ frame: Frame) -> String {
    let line = line(conflict)
    let t = frame.t
    let present = line.value(conflict.field.rawValue, conflict.present, t) ?? t("history.nothing")
    let seconds = max(0, frame.now.milliseconds(since: conflict.at) / 1000)
    let values = ["name": line.actor(t), "field": t("history.field.\(conflict.field.rawValue)"), "value": present]
    return seconds < 60
      ? t("ticket.changedBySeconds", count: Int(seconds), values) : t("ticket.changedByMinutes", count: Int(seconds / 60), values)
  }

  private func line(_ conflict: FieldConflicts.Conflict) -> ChangeLine {
    ChangeLine(event: Event(.fieldsChanged, of: .ticket(ticket.number), by: conflict.by), names: names)
  }

  func content(_ frame: Frame) -> HTML {
    """
    <form class="form" id="conflict-form" method="post" action="\(action)">\(frame.csrf)\
    <input type="hidden" name="rev" value="\(conflicts.rev)">\
    \(each: fields.filter { !["csrf", "rev"].contains($0.0) }, { "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">" })</form>
    \(each: conflicts.conflicts, { row($0, frame) })
    """
  }

  private var action: String {
    "/tickets/\(ticket.number)/\(conflicts.conflicts.contains { $0.field == .status } ? "status" : "fields")"
  }

  private func row(_ conflict: FieldConflicts.Conflict, _ frame: Frame) -> HTML {
    let mine = line(conflict).value(conflict.field.rawValue, conflict.wanted, frame.t) ?? frame.t("history.nothing")
    return "<p role=\"alert\">\(sentence(conflict, frame)) <b>\(frame.t("ticket.yours", ["value": mine]))</b></p>"
  }

  func buttons(_ frame: Frame) -> HTML {
    """
    <a class="button" href="/tickets/\(ticket.number)" data-dialog-close>\(frame.t("ticket.keepTheirs"))</a>\
    <button class="button button-primary" form="conflict-form">\(frame.t("ticket.applyMine"))</button>
    """
  }
}

extension Visit {
  func answer(to found: FieldConflicts, _ number: Int64) async throws -> Response {
    let agent = try agent
    let (ticket, names) = try await world.read { db in
      (try agent.ticket(number, in: db), try EventNames.load(for: found.conflicts.map(\.event), words: .load(in: db), in: db))
    }
    let page = ConflictPage(ticket: TicketName(ticket), conflicts: found, names: names, fields: form.fields.map { ($0.name, $0.value) })
    guard wantsJSON || target == "none" else { return sheet(page, status: .conflict) }
    let title = found.conflicts.map { page.sentence($0, frame) }.joined(separator: " ")
    var response = try json(["type": "about:blank", "status": 409, "code": "conflict", "title": title], status: .conflict)
    response.headers[.contentType] = "application/problem+json"
    return response
  }
}

extension FieldConflicts.Conflict {
  /// An event from which the names of all values can be loaded.
  fileprivate var event: Event {
    Event(.fieldsChanged, of: .ticket(0), by: by, changes: [.init(field.rawValue, present, wanted)])
  }
}
