import Hummingbird
import Storage
import Web

enum SearchRoutes {
  static func add(to routes: Routes) {
    routes.get("search", .signedIn) { visit in
      let asked = visit.asked
      let (agent, query) = (try visit.agent, SearchQuery(asked.raw("q") ?? ""))
      let before = asked.int("before") ?? .max
      let page = try await visit.world.read { db in
        let isFirst = before == .max
        return SearchPage(
          query: query, isFirst: isFirst, number: isFirst ? try agent.numbered(query, in: db) : nil,
          hits: try agent.search(query, before: before, in: db),
          companies: isFirst ? try agent.clients(.company, query, in: db) : [],
          contacts: isFirst ? try agent.clients(.contact, query, in: db) : [], statuses: try TicketWords.load(in: db).statuses)
      }
      return visit.page(page)
    }
  }
}

extension Agent {
  fileprivate func numbered(_ query: SearchQuery, in db: any Database) throws -> (number: Int64, subject: String)? {
    guard let number = query.number, may(.viewTickets) else { return nil }
    do {
      return (number, try ticket(number, in: db).subject)
    } catch Refusal.notFound {
      return nil
    }
  }

  fileprivate func clients(_ kind: ClientWords.Kind, _ query: SearchQuery, in db: any Database) throws -> [ClientLine] {
    guard may(.viewClients) else { return [] }
    return try suggestions(kind, query: query.text, limit: 5, in: db)
  }
}
