import Web

/// Who reads along, with a way in for colleagues, teams and clients, and a way out.
struct WatchersPage: DialogPage {
  let ticket: TicketName
  let watchers: [Watcher]
  let colleagues: [Choice]
  let teams: [Choice]
  let mayChange: Bool
  let me: Int64
  let problem: String?

  var section: Section? { .tickets }
  func dialogTitle(_ t: Words) -> String { t("ticket.watchers") }

  func content(_ frame: Frame) -> HTML {
    """
    \(problem.map { HTML("<div class=\"banner banner-late\" role=\"alert\"><span class=\"banner-text\">\($0)</span></div>") })
    \(if: watchers.isEmpty, "<p class=\"muted\">\(frame.t("ticket.noWatchers"))</p>")
    <ul class="stack">\(each: watchers, { line($0, frame) })</ul>
    \(if: mayChange, adding(frame), else: following(frame))
    """
  }

  func buttons(_ frame: Frame) -> HTML {
    "<a class=\"button\" href=\"/tickets/\(ticket.number)\" data-dialog-close>\(frame.t("ticket.done"))</a>"
  }

  private func line(_ watcher: Watcher, _ frame: Frame) -> HTML {
    let mayRemove = mayChange || watcher.observer == Observer(.employee, me)
    let path = "/tickets/\(ticket.number)/observers/\(watcher.observer.kind.rawValue)/\(watcher.observer.id)/delete"
    let remove: HTML = """
      <form method="post" action="\(path)">\(frame.csrf)<button class="icon-button icon-button-small" \
      aria-label="\(frame.t("ticket.removeWatcher", ["name": watcher.name]))">\(frame.icon("x"))</button></form>
      """
    return "<li class=\"cluster\">\(watcher.html(frame))\(if: mayRemove, remove)</li>"
  }

  private func following(_ frame: Frame) -> HTML {
    guard !watchers.contains(where: { $0.observer == Observer(.employee, me) }) else { return .empty }
    return """
      <form method="post" action="/tickets/\(ticket.number)/observers">\(frame.csrf)<input type="hidden" name="who" value="employee:\(me)">\
      <button class="button">\(frame.icon("eye"))\(frame.t("ticket.watch"))</button></form>
      """
  }

  private func adding(_ frame: Frame) -> HTML {
    let t = frame.t
    let known = Set(watchers.map(\.observer))
    let people = colleagues.filter { !known.contains(Observer(.employee, $0.id)) }
    let groups = teams.filter { !known.contains(Observer(.team, $0.id)) }
    return """
      <form class="field" method="post" action="/tickets/\(ticket.number)/observers">\(frame.csrf)
      <label class="field-label" for="watcher-who">\(t("ticket.addWatcher"))</label><div class="input-group"><span class="select-box">\
      <select class="select" id="watcher-who" name="who"><optgroup label="\(t("ticket.colleagues"))">\
      \(each: people, { "<option value=\"employee:\($0.id)\">\($0.name)</option>" })</optgroup>\
      <optgroup label="\(t("ticket.teams"))">\(each: groups, { "<option value=\"team:\($0.id)\">\($0.name)</option>" })</optgroup></select>\
      \(frame.icon("chevrons-up-down"))</span><button class="button">\(frame.icon("plus"))\(t("ticket.add"))</button></div></form>
      <form class="field" method="post" action="/tickets/\(ticket.number)/observers">\(frame.csrf)
      <label class="field-label" for="watcher-email">\(t("ticket.addClientWatcher"))</label><div class="input-group">\
      <input class="input" id="watcher-email" name="email" type="email" autocomplete="off" required>\
      <button class="button">\(frame.icon("plus"))\(t("ticket.add"))</button></div></form>
      """
  }
}
