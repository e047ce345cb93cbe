import Storage

/// The desk's own vocabulary for tickets, read with the page that shows it: a few rows each.
package struct TicketWords: Sendable {
  package let statuses: [Status]
  package let priorities: [Priority]
  package let types: [TicketType]

  package static func load(in db: any Database) throws -> TicketWords {
    TicketWords(
      statuses: try db.rows("SELECT id, key, name, category, position FROM status ORDER BY position").map {
        Status(id: try $0[0], key: try $0[1], name: try $0[2], category: try $0[3], position: try $0[4])
      },
      priorities: try db.rows("SELECT id, key, name, weight, color FROM priority ORDER BY weight DESC").map {
        Priority(id: try $0[0], key: try $0[1], name: try $0[2], weight: try $0[3], color: try $0[4])
      },
      types: try db.rows("SELECT id, key, name FROM ticket_type ORDER BY id").map {
        TicketType(id: try $0[0], key: try $0[1], name: try $0[2])
      })
  }

  package func status(_ id: Int64) -> Status? { statuses.first { $0.id == id } }
  package func priority(_ id: Int64) -> Priority? { priorities.first { $0.id == id } }
  package func type(_ id: Int64) -> TicketType? { types.first { $0.id == id } }
  /// The first status of a category: where a ticket goes when only the category is asked for.
  package func first(_ category: StatusCategory) -> Status? { statuses.first { $0.category == category } }
}
