import Storage
import Web

/// What every row of tickets tells, in lists and among what a search found.
package struct TicketLine: Sendable {
  package let number: Int64
  let subject: String
  let status: Int64
  let category: StatusCategory
  let requester: String?
  let company: String?
  let assignee: String?

  /// Of `ticket t` with its `joins`.
  static let columns: SQL = "t.number, t.subject, t.status_id, t.category, c.name AS requester, k.name AS company, e.name AS assignee"
  static let joins: SQL = """
    LEFT JOIN contact c ON c.id = t.requester_id LEFT JOIN company k ON k.id = t.company_id LEFT JOIN employee e ON e.id = t.assignee_id
    """

  func stateMark(_ statuses: [Status], _ t: Words) -> HTML {
    let name = statuses.first { $0.id == status }?.title(t) ?? ""
    return "<span class=\"status\" data-category=\"\(category.rawValue)\" title=\"\(name)\"><span class=\"sr\">\(name)</span></span>"
  }

  /// Who belongs to no company stands in its place.
  var client: HTML {
    let (first, second) = company.map { ($0, requester) } ?? (requester ?? "", nil)
    return "<span>\(first)</span>\(second.map { HTML("<small>\($0)</small>") })"
  }
}

extension TicketLine {
  init(row: Row) throws {
    self.init(
      number: try row["number"], subject: try row["subject"], status: try row["status_id"], category: try row["category"],
      requester: try row["requester"], company: try row["company"], assignee: try row["assignee"])
  }
}
