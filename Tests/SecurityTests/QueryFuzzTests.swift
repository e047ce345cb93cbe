import Desk
import DeskTesting
import Foundation
import Testing

/// Class 13: whatever stands in an address or a form, the desk answers, and no statement breaks.
@Suite struct QueryFuzzTests {
  static let hostile = [
    "'", "\"", "'; DROP TABLE ticket; --", "' OR '1'='1", "1; SELECT pg_sleep(9)", "%", "\\", "\u{0}", "a\u{0}b", "-1", "0",
    "9223372036854775807",
    "-9223372036854775808", "92233720368547758080", "1e309", "١٢٣", "\u{FFFF}", "\u{202E}", "a AND b", "\"a", "a*", "NEAR(a b", "subject:a",
    "(", "a:*",
    "a <-> b", "{{7*7}}", "\r\nX-Evil: 1", String(repeating: "я", count: 3000), String(repeating: "a ", count: 2000), "2026-02-30T25:61",
    "a@b",
  ]
  private static let parameters = [
    "q", "view", "before", "after", "id", "tab", "sort", "page", "last", "show", "kind", "subject", "who", "year", "date", "quote", "draft",
    "language",
    "next", "all", "saved", "company", "priority", "type", "created", "channel", "provider", "active", "dir", "status", "team", "assignee",
    "tag", "limit",
  ]
  private static let fields = [
    "name", "text", "subject", "email", "emails", "domains", "note", "who", "rev", "assignee", "team", "priority", "type", "tags",
    "requester", "company",
    "status", "kind", "format", "cc", "key", "seen", "then", "upload", "state", "target", "due", "reason", "ticket", "language", "timeZone",
    "zone", "role",
    "teams", "password", "old", "new", "signature", "address", "imapHost", "imapPort", "imapUser", "imapPassword", "smtpHost", "smtpPort",
    "rate", "folder",
    "date", "hours", "mo", "from", "to", "way", "unanswered", "untouched", "year", "csv", "minutes", "percent", "companies", "conditions",
    "base", "do", "provider",
  ]

  @Test func questionsAreAnswered() async throws {
    let desk = try await SecretDesk.make()
    let boss = try await desk.browser(of: .administrator)
    let rows = RouteTable.rows(desk).filter { !$0.changes && $0.path != "live" }
    let before = try await Snapshot.of(desk.desk)
    for (index, text) in Self.hostile.enumerated() {
      let value = Self.encoded(text)
      let query = Self.parameters.map { "\($0)=\(value)" }.joined(separator: "&")
      for (place, row) in rows.enumerated() where !row.queries.isEmpty || (index + place) % 2 == 0 {
        // In turn: everywhere after the question mark, or in each part of the path.
        let isQuery = !row.path.contains(":") || (index + row.path.utf8.count) % 2 == 0
        let wrong = "/" + row.path.split(separator: "/").map { $0.hasPrefix(":") ? value : String($0) }.joined(separator: "/")
        let answer = try await boss.get(isQuery ? row.probes(of: .administrator, on: desk)[0].path + "?\(query)" : wrong)
        #expect(answer.status < 500, "GET \(row.path) with \(text.prefix(40).debugDescription) gave \(answer.status)")
        #expect(answer.header("X-Evil") == nil)
      }
    }
    #expect(try await Snapshot.of(desk.desk).differences(to: before) == [])
  }

  @Test func formsAreAnswered() async throws {
    let desk = try await SecretDesk.make()
    let boss = try await desk.browser(of: .administrator)
    // Trying a mailbox out makes connections; signing out and changing oneself would end the test.
    let apart = ["settings/mailboxes/test", "sign-out", "profile/password", "settings/employees/:id/deactivation", "setup"]
    let rows = RouteTable.rows(desk).filter { $0.changes && !apart.contains($0.path) && $0.method != "DELETE" }
    for (index, text) in Self.hostile.enumerated() {
      for (place, row) in rows.enumerated() where (index + place) % 2 == 0 {
        let form = Self.fields.map { name in row.form.first { $0.0 == name && $0.1.count < 12 && name == "kind" } ?? (name, text) }
        let path = row.probes(of: .administrator, on: desk)[0].path
        let answer = try await boss.send(row.method, path, form, headers: [:], token: nil)
        #expect(answer.status < 500, "\(row.key) with \(text.prefix(40).debugDescription) gave \(answer.status)")
      }
    }
    let left: Int64? = try await desk.desk.value("SELECT count(*) FROM ticket")
    #expect(left ?? 0 >= 4)
  }

  private static func encoded(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: .alphanumerics)! }
}
