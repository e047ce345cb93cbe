import DeskTesting
import Foundation
import Storage

@testable import Desk

/// Lists as somebody at a browser reads them.
struct ListReading {
  let numbers: [Int64]
  let next: String?
  let previous: String?
  let text: String

  init(_ text: String) {
    self.text = text
    numbers = text.matches(of: /<li class="row" id="row-(\d+)"/).compactMap { Int64($0.output.1) }
    next = text.firstMatch(of: /rel="next" href="([^"]+)"/).map { String($0.output.1).replacing("&amp;", with: "&") }
    previous = text.firstMatch(of: /rel="prev" href="([^"]+)"/).map { String($0.output.1).replacing("&amp;", with: "&") }
  }

  /// The markup of one row.
  func row(_ number: Int64) -> String {
    guard let start = text.range(of: "<li class=\"row\" id=\"row-\(number)\"") else { return "" }
    return String(text[start.lowerBound...].prefix { $0 != "\n" })
  }
}

extension Browser {
  func list(_ address: String, target: String? = nil) async throws -> ListReading {
    let headers = target.map { ["HX-Request": "true", "HX-Target": $0] } ?? [:]
    return ListReading(try await get(address, headers: headers).text)
  }
}

extension TestDesk {
  /// So many tickets besides the one that is there, in the hands of several people and of nobody, with few different keys of every order.
  func scatter(_ count: Int) async throws {
    let (cast, now) = (cast, clock.now)
    try await world.write { change in
      let author = MessageAuthor(actor: .contact(cast.olga), name: "Ольга Ромашкина", email: "olga@romashka.example")
      let other: Int64? = try change.db.value("INSERT INTO team (name) VALUES ('Выезд') RETURNING id")
      for index in 0..<count {
        var new = NewTicket(subject: "Заявка \(index)", body: MessageBody(source: "", html: "", text: "Текст"), channel: .web)
        (new.requesterID, new.companyID) = (cast.olga, cast.romashka)
        new.assigneeID = [nil, cast.anna, cast.anna, cast.boris][index % 4]
        new.teamID = [1, other][index % 2]
        _ = try Ticket.open(new, by: author, in: change)
      }
    }
    // Apart: before the commit the service levels have their say.
    try await world.write { change in
      _ = try change.db.run(
        """
        UPDATE ticket SET updated_at = \(now.milliseconds) + number % 3, due_sort = \(now.milliseconds) + number % 4,
          due_at = \(now.milliseconds) + number % 4, priority_weight = 1 + number % 4, is_at_risk = CASE WHEN number % 2 = 0 THEN 1 ELSE 0 END,
          risks = CASE WHEN number % 2 = 0 THEN 'late 1795417200000' ELSE '' END
        """)
    }
  }

  /// What a view holds, counted row by row.
  func count(_ condition: SQL) async throws -> Int64 {
    try await world.read { try $0.value("SELECT count(*) FROM ticket t WHERE \(condition)") ?? 0 }
  }
}
