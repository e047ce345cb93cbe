import Storage
import Web

/// What a search found: the ticket of that number, clients of that name, tickets with those words.
struct SearchPage: Page {
  let query: SearchQuery
  let isFirst: Bool
  let number: (number: Int64, subject: String)?
  let hits: TicketHits
  let companies: [ClientLine]
  let contacts: [ClientLine]
  let statuses: [Status]

  var section: Section? { .tickets }
  func title(_ t: Words) -> String { query.text.isEmpty ? t("search.title") : t("search.titleOf", ["query": query.text]) }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <section class="list search-page" id="list" aria-labelledby="list-title">
      <header class="list-head"><h1 id="list-title">\(title(t))</h1></header>
      \(form(frame))
      \(if: query.wasCut, notice(t("search.cut", ["limit": String(SearchQuery.longest), "terms": String(SearchQuery.mostTerms)]), frame))
      \(if: hits.isPartial, notice(t("search.partial"), frame))
      <div class="list-scroll" id="list-scroll">
      \(number.map { numbered($0.number, $0.subject, frame) })
      \(clients("/companies", t("clients.companies"), companies, "avatar-client", frame))
      \(clients("/contacts", t("clients.contacts"), contacts, "", frame))
      \(tickets(frame))
      </div></section>
      """
  }

  /// For phones, where the bar is narrow, and to go on from what was typed.
  private func form(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <form class="list-filters input-group" role="search" action="/search" aria-label="\(t("search.again"))"><input class="input" type="search" \
      name="q" value="\(query.text)" maxlength="\(SearchQuery.longest)" placeholder="\(t("nav.searchHint"))" aria-label="\(t("search.again"))">\
      <button class="button">\(t("clients.find"))</button></form>
      """
  }

  private func notice(_ text: String, _ frame: Frame) -> HTML {
    "<div class=\"banner banner-bar\" role=\"status\">\(frame.icon("info"))<span class=\"banner-text\">\(text)</span></div>"
  }

  private func numbered(_ number: Int64, _ subject: String, _ frame: Frame) -> HTML {
    """
    <h2 class="search-title">\(frame.t("search.byNumber"))</h2>
    <ul class="search-clients"><li><a class="person" href="/tickets/\(number)" id="search-number">\(frame.icon("ticket"))<span><b>\(frame.t.number(of: number))</b> \(subject)</span></a></li></ul>
    """
  }

  private func clients(_ path: String, _ title: String, _ lines: [ClientLine], _ look: String, _ frame: Frame) -> HTML {
    guard !lines.isEmpty else { return .empty }
    return """
      <h2 class="search-title">\(title)</h2>
      <ul class="search-clients">\(each: lines, { line in
        "<li><a class=\"person\" href=\"\(path)/\(line.id)\">\(frame.avatar(line.name, classes: look))<span>\(line.name)"
          + " <small class=\"muted\">\([line.company, line.detail].compactMap { $0 }.joined(separator: ", "))</small></span></a></li>"
      })</ul>
      """
  }

  private func tickets(_ frame: Frame) -> HTML {
    let t = frame.t
    guard !hits.hits.isEmpty else { return hits.next == nil ? empty(frame) : more(frame) }
    let snippet = Snippet(query)
    return """
      <h2 class="search-title">\(t("nav.tickets"))</h2>
      <ol class="rows" id="rows" aria-labelledby="list-title">\(each: hits.hits, { row($0, snippet, frame) })</ol>
      \(more(frame))
      """
  }

  private func more(_ frame: Frame) -> HTML {
    let first: HTML = "<a class=\"button button-small\" href=\"/search?q=\(URLText.query(query.text))\">\(frame.t("search.toNewest"))</a>"
    let older = hits.next.map {
      HTML(
        "<a class=\"button button-small\" rel=\"next\" href=\"/search?q=\(URLText.query(query.text))&amp;before=\($0)\">\(frame.t("search.older"))</a>"
      )
    }
    guard !isFirst || older != nil else { return .empty }
    return
      "<nav class=\"pagination\" aria-label=\"\(frame.t("list.pages"))\"><span class=\"cluster\">\(if: !isFirst, first)\(older)</span></nav>"
  }

  private func empty(_ frame: Frame) -> HTML {
    let t = frame.t
    guard isFirst else { return more(frame) }
    if number != nil || !companies.isEmpty || !contacts.isEmpty { return .empty }
    let (title, hint) =
      query.text.isEmpty
      ? (t("search.what"), t("search.hint"))
      : (t("search.nothing"), query.isEmpty ? t("search.onlyUnwanted") : t("search.hint"))
    return "<div class=\"empty\">\(frame.icon("search"))<h2>\(title)</h2><p>\(hint)</p></div>"
  }

  private func row(_ hit: TicketHits.Hit, _ snippet: Snippet, _ frame: Frame) -> HTML {
    let ticket = hit.ticket
    return """
      <li class="row" id="row-\(ticket.number)"><span class="row-state">\(ticket.stateMark(statuses, frame.t))</span>
      <span class="row-number">\(ticket.number)</span>
      <div class="row-main"><div class="row-subject"><a class="row-link" href="/tickets/\(ticket.number)">\(snippet.marked(ticket.subject))</a></div>
      <p class="row-preview">\(snippet.around(hit.text))</p></div>
      <div class="row-who">\(ticket.client)</div>
      <span class="row-assignee">\(ticket.assignee.map { frame.avatar($0) + "<span class=\"sr\">\($0)</span>" })</span>
      <span class="row-time">\(frame.clock.element(hit.at))</span></li>

      """
  }
}
