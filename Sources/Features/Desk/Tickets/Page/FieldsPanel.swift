import Storage
import Web

/// What can be changed about a ticket, each control saved by itself.
struct FieldsPanel: Sendable {
  let ticket: Ticket
  let words: TicketWords
  let assignees: [Choice]
  let teams: [Choice]
  let tags: [String]
  let mayChange: Bool

  static func load(_ ticket: Ticket, words: TicketWords, tags: [String], for agent: Agent, in db: any Database) throws -> FieldsPanel {
    var (assignees, teams) = (try agent.assignees(in: db), try agent.allTeams(in: db))
    // Who has it stays in the list, deactivated or not.
    if let id = ticket.assigneeID, !assignees.contains(where: { $0.id == id }) {
      assignees += try agent.employeeNames([id], in: db).map { Choice(id: $0.key, name: $0.value) }
    }
    if let id = ticket.teamID, !teams.contains(where: { $0.id == id }) {
      teams += try db.rows("SELECT id, name FROM team WHERE id = \(id)").map { Choice(id: try $0[0], name: try $0[1]) }
    }
    return FieldsPanel(
      ticket: ticket, words: words, assignees: assignees, teams: teams, tags: tags, mayChange: agent.mayDo(.changeTickets, to: ticket))
  }

  func html(_ frame: Frame) -> HTML {
    """
    <details class="panel" id="panel-fields" open><summary>\(frame.t("ticket.panel.fields"))</summary>
    <div id="fields-now" data-hx-get="/tickets/\(ticket.number)/panels/fields" \
    data-hx-trigger="live:t\(ticket.number) from:body delay:300ms, refresh" data-hx-swap="morph:innerHTML">\(body(frame))</div></details>
    """
  }

  func body(_ frame: Frame) -> HTML { mayChange ? form(frame) : readOnly(frame) }

  private func form(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <form class="panel-body" id="fields" method="post" action="/tickets/\(ticket.number)/fields">\(frame.csrf)\
      <input type="hidden" name="rev" value="\(ticket.rev)">
      <div class="props">
      \(select("f-as", "assignee", t("ticket.field.assignee"), ticket.assigneeID, assignees.map { ($0.id, $0.name) }, none: t("ticket.nobody"), frame))
      \(select("f-te", "team", t("ticket.field.team"), ticket.teamID, teams.map { ($0.id, $0.name) }, none: t("ticket.noTeam"), frame))
      \(select("f-pr", "priority", t("ticket.field.priority"), ticket.priorityID, words.priorities.map { ($0.id, $0.title(t)) }, frame))
      \(select("f-ty", "type", t("ticket.field.type"), ticket.typeID, words.types.map { ($0.id, $0.title(t)) }, frame))
      <label for="f-su">\(t("ticket.field.subject"))</label><input class="input input-quiet" id="f-su" name="subject" value="\(ticket.subject)" data-save>
      <label for="f-tags">\(t("ticket.field.tags"))</label><input class="input input-quiet" id="f-tags" name="tags" \
      value="\(TagList.text(tags))" data-key="t" data-label="\(t("ticket.editTags"))" data-save>
      </div>
      <button class="button button-small no-js">\(t("ticket.save"))</button>
      </form>
      """
  }

  private func select(
    _ id: String, _ name: String, _ label: String, _ chosen: Int64?, _ options: [(Int64, String)], none: String? = nil, _ frame: Frame
  ) -> HTML {
    let empty = none.map { HTML("<option value=\"\"\(if: chosen == nil, " selected")>\($0)</option>") }
    return """
      <label for="\(id)">\(label)</label><span class="select-box"><select class="select input-quiet" id="\(id)" name="\(name)" data-save>\(empty)\
      \(each: options, { "<option value=\"\($0.0)\"\(if: $0.0 == chosen, " selected")>\($0.1)</option>" })</select>\(frame.icon("chevrons-up-down"))</span>
      """
  }

  private func readOnly(_ frame: Frame) -> HTML {
    let t = frame.t
    let assignee = assignees.first { $0.id == ticket.assigneeID }?.name ?? t("ticket.nobody")
    let team = teams.first { $0.id == ticket.teamID }?.name ?? t("ticket.noTeam")
    return """
      <dl class="panel-body props"><dt>\(t("ticket.field.assignee"))</dt><dd id="f-as" tabindex="-1">\(assignee)</dd>
      <dt>\(t("ticket.field.team"))</dt><dd>\(team)</dd>
      <dt>\(t("ticket.field.priority"))</dt><dd>\(words.priority(ticket.priorityID)?.title(t) ?? "")</dd>
      <dt>\(t("ticket.field.type"))</dt><dd>\(words.type(ticket.typeID)?.title(t) ?? "")</dd>
      <dt>\(t("ticket.field.tags"))</dt><dd>\(TagList.text(tags))</dd></dl>
      """
  }
}
