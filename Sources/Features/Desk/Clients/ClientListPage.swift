import Hummingbird
import Storage
import Web

/// All companies, or all contacts; or those that a search finds.
struct ClientListPage: Page {
  let kind: ClientWords.Kind
  let query: String
  let page: ClientLines

  static func answer(_ kind: ClientWords.Kind, _ visit: Visit) async throws -> Response {
    let (agent, query, after) = (try visit.agent, String((visit.query("q") ?? "").prefix(SearchKey.longest)), visit.hit)
    let lines = try await visit.world.read { try agent.clients(kind, query: query, after: after, in: $0) }
    return visit.page(ClientListPage(kind: kind, query: query, page: lines)).response(status: .ok)
  }

  var section: Section? { .clients }
  private var path: String { kind == .company ? "/companies" : "/contacts" }
  func title(_ t: Words) -> String { t(kind == .company ? "clients.companies" : "clients.contacts") }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    let mayChange = frame.agent?.may(.changeClients) ?? false
    return """
      <div class="page page-wide">
      <header class="page-head"><h1>\(title(t))</h1>\(if: mayChange, newButton(frame))</header>
      <nav class="tabs" aria-label="\(t("nav.clients"))">\(tab("/companies", t("clients.companies"), kind == .company))\
      \(tab("/contacts", t("clients.contacts"), kind == .contact))</nav>
      <form role="search" action="\(path)" class="input-group"><input class="input" type="search" name="q" value="\(query)" \
      placeholder="\(t("clients.searchHint"))" aria-label="\(t("clients.search"))"><button class="button">\(t("clients.find"))</button></form>
      \(if: page.lines.isEmpty, empty(frame), else: ClientTable(kind: kind, lines: page.lines).html(frame))
      \(more(frame))
      </div>
      """
  }

  private func newButton(_ frame: Frame) -> HTML {
    """
    <a class="button button-primary" href="\(path)/new">\(frame.icon("plus"))\(frame.t(kind == .company ? "clients.newCompany" : "clients.newContact"))</a>
    """
  }

  private func tab(_ path: String, _ label: String, _ isCurrent: Bool) -> HTML {
    "<a class=\"tab\" href=\"\(path)\"\(if: isCurrent, " aria-current=\"page\"")>\(label)</a>"
  }

  private func empty(_ frame: Frame) -> HTML {
    let t = frame.t
    let none = t(kind == .company ? "clients.noCompanies" : "clients.noContacts")
    let text = query.isEmpty ? none : t("clients.nothingFound", ["query": query])
    let hint = query.isEmpty ? t("clients.noneHint") : t("clients.nothingFoundHint")
    return "<div class=\"empty\">\(frame.icon(kind == .company ? "building-2" : "contact"))<h2>\(text)</h2><p>\(hint)</p></div>"
  }

  private func more(_ frame: Frame) -> HTML {
    guard let next = page.next else { return .empty }
    return MoreLink(path: path, query: query.isEmpty ? [] : [("q", query)], next: next).html(frame)
  }
}

/// The link to the next page of a list that is ordered by words.
struct MoreLink {
  let path: String
  let query: [(String, String)]
  let next: ClientWords.Hit

  func html(_ frame: Frame) -> HTML {
    let pairs = (query + [("at", next.word), ("after", String(next.id))]).map { "\($0.0)=\(URLText.query($0.1))" }
    return """
      <nav class="pagination" aria-label="\(frame.t("list.pages"))"><a class="button button-small" rel="next" \
      href="\(path)?\(pairs.joined(separator: "&"))">\(frame.t("list.next"))</a></nav>
      """
  }
}

struct ClientTable {
  let kind: ClientWords.Kind
  let lines: [ClientLine]

  func html(_ frame: Frame) -> HTML {
    let t = frame.t
    let isCompany = kind == .company
    return """
      <div class="table-box" tabindex="0" role="region" aria-label="\(t(isCompany ? "clients.companies" : "clients.contacts"))"><table class="table table-lines"><thead><tr>\
      <th scope="col">\(t(isCompany ? "clients.companyName" : "people.name"))</th>\(if: !isCompany, "<th scope=\"col\">\(t("clients.company"))</th>")\
      <th scope="col">\(t(isCompany ? "clients.domain" : "people.email"))</th></tr></thead>
      <tbody>\(each: lines, { row($0, frame) })</tbody></table></div>
      """
  }

  private func row(_ line: ClientLine, _ frame: Frame) -> HTML {
    let avatar = frame.avatar(line.name, classes: kind == .company ? "avatar-client" : "")
    let path = kind == .company ? "/companies" : "/contacts"
    return """
      <tr><td class="table-main"><a class="person" href="\(path)/\(line.id)">\(avatar)<span>\(line.name)</span></a></td>\
      \(if: kind == .contact, "<td>\(line.company)</td>")<td>\(line.detail)</td></tr>

      """
  }
}

struct ClientTicketTable {
  let tickets: ClientTickets
  let path: String

  func html(_ frame: Frame) -> HTML {
    let t = frame.t
    if tickets.lines.isEmpty { return "<p class=\"muted\">\(t("clients.noTickets"))</p>" }
    return """
      <div class="table-box" tabindex="0" role="region" aria-label="\(t("clients.tickets"))"><table class="table table-lines"><thead><tr>\
      <th scope="col" class="num">\(t("list.numberSign"))</th><th scope="col">\(t("clients.subject"))</th><th scope="col">\(t("clients.status"))</th>\
      <th scope="col">\(t("clients.updated"))</th></tr></thead><tbody>\(each: tickets.lines, { row($0, frame) })</tbody></table></div>
      \(tickets.next.map { next in
        "<nav class=\"pagination\" aria-label=\"\(t("list.pages"))\"><a class=\"button button-small\" rel=\"next\" href=\"\(path)?before=\(next)\">\(t("list.next"))</a></nav>"
      })
      """
  }

  // words: status.*
  private func row(_ line: ClientTickets.Line, _ frame: Frame) -> HTML {
    let status = line.statusKey.map { frame.t("status.\($0)") } ?? line.status
    return """
      <tr><td class="num">\(line.number)</td><td class="table-main"><a href="/tickets/\(line.number)">\(line.subject)</a></td>\
      <td><span class="status" data-category="\(line.category.rawValue)">\(status)</span></td><td class="nowrap">\(frame.clock.element(line.updatedAt))</td></tr>

      """
  }
}
