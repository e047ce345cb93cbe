import Foundation
import Storage

/// How the database means to find the rows of a statement, and what is wrong with that: tables that grow with the desk are reached by
/// an index, walked only as far as a limit goes, and not sorted as a whole for the sake of a page.
package struct StatementPlan {
  package let statement: String
  /// Lines of `EXPLAIN QUERY PLAN` (SQLite), or of `EXPLAIN` with sequential scans made dear (PostgreSQL).
  package let lines: [String]

  package init(statement: String, lines: [String]) {
    self.statement = statement.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    self.lines = lines
  }

  static let largeTables: Set = [
    "attachment", "client_word", "company", "company_domain", "contact", "contact_email", "draft", "event", "job", "known_browser", "mail",
    "mail_out", "mail_raw", "message", "notification", "once", "search_text", "session", "sign_in_attempt", "sla_clock", "sla_ticket",
    "ticket", "ticket_observer", "ticket_tag",
  ]

  /// Statements that may, each with its reason; a piece of the text is enough.
  static let allowed: [(piece: String, reason: String)] = [
    ("UPDATE job SET leased_until = NULL WHERE leased_until IS NOT NULL", "once, when the program starts"),
    ("DELETE FROM mailbox WHERE id = ", "an administrator removes a mailbox that never had mail: seldom"),
    ("SELECT 1 FROM mail_out WHERE mailbox_id = ", "an administrator removes a mailbox: seldom, and it ends at the first row"),
  ]

  /// `nil` when nothing is wrong.
  package var complaint: String? {
    guard !Self.allowed.contains(where: { statement.contains($0.piece) }) else { return nil }
    return lines.lazy.compactMap(complaint(of:)).first.map { "\($0): \(statement)" }
  }

  private var hasLimit: Bool { statement.contains(" LIMIT ") }

  private func complaint(of line: String) -> String? {
    if line.contains("USE TEMP B-TREE FOR ORDER BY") || line.contains("Sort Key") {
      // Of one ticket's rows there are few; a page of many rows has to come in the order of an index.
      let isPage = hasLimit && lines.contains { scanned(in: $0) != nil }
      return isPage ? "sorts all rows for a page" : nil
    }
    guard let table = scanned(in: line) else { return nil }
    // SQLite names the tables that refer to a new row as well, and reads them only when a reference is broken already.
    if statement.hasPrefix("INSERT"), !statement.contains(" FROM \(table)"), !statement.contains(" JOIN \(table)") { return nil }
    if hasLimit, line.contains("USING") { return nil }
    // Who sees all tickets has the condition 1 = 1.
    if hasLimit, !statement.replacingOccurrences(of: " WHERE 1 = 1 ", with: " ").contains(" WHERE ") { return nil }
    return "reads all of \(table)"
  }

  /// The large table that this line walks from one end to the other.
  private func scanned(in line: String) -> String? {
    let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
    if let at = words.firstIndex(of: "SCAN"), at + 1 < words.count {
      guard let table = table(of: words[at + 1]), Self.largeTables.contains(table) else { return nil }
      // A virtual table is asked by MATCH or by its rowid.
      if let number = words.firstIndex(of: "INDEX"), words.contains("VIRTUAL") {
        return words[number + 1].hasSuffix(":") ? table : nil
      }
      return table
    }
    if let range = line.range(of: "Seq Scan on ") {
      let name = String(line[range.upperBound...].prefix { $0 != " " })
      return Self.largeTables.contains(name) ? name : nil
    }
    return nil
  }

  /// SQLite names what the statement calls the table.
  private func table(of alias: String) -> String? {
    if Self.largeTables.contains(alias) { return alias }
    let words = statement.replacingOccurrences(of: ",", with: " , ").split { " ()".contains($0) }.map(String.init)
    for (index, word) in words.enumerated().dropFirst() where word == alias && Self.largeTables.contains(words[index - 1]) {
      return words[index - 1]
    }
    return nil
  }
}
