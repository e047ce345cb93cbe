import Foundation

/// Vera at a browser, over a real connection. The session outlives the server.
final class Visitor: @unchecked Sendable {
  private let cookies: String
  private let formToken: String

  init(port: Int) throws {
    let form = try Self.ask(port, "GET", "/sign-in", cookies: "")
    let first = Self.cookies(of: form)
    let token = form.firstMatch(of: /name="csrf" value="([^"]*)"/).map { String($0.1) } ?? ""
    let answer = try Self.ask(
      port, "POST", "/sign-in", ["email": "vera@service.example", "password": "correct horse", "csrf": token], cookies: first)
    cookies = [first, Self.cookies(of: answer)].filter { !$0.isEmpty }.joined(separator: "; ")
    let page = try Self.ask(port, "GET", "/profile", cookies: cookies)
    guard let match = page.firstMatch(of: /name="csrf" content="([^"]*)"/) else { throw Unexpected(text: page) }
    formToken = String(match.1)
  }

  func page(_ path: String, port: Int) throws -> String { try Self.ask(port, "GET", path, cookies: cookies) }

  func status(of path: String, port: Int) throws -> Int { Self.status(of: try Self.ask(port, "GET", path, cookies: cookies)) }

  /// Returns when the desk has taken the message. The text is the key as well: sent again, it is the same one.
  func write(_ text: String, kind: String, on ticket: Int, port: Int) throws {
    let fields = ["csrf": formToken, "kind": kind, "text": text, "key": text]
    let answer = try Self.ask(port, "POST", "/tickets/\(ticket)/messages", fields, cookies: cookies)
    guard Self.status(of: answer) == 303 else { throw Unexpected(text: answer) }
  }

  private static func ask(_ port: Int, _ method: String, _ path: String, _ fields: [String: String] = [:], cookies: String) throws -> String
  {
    let body = fields.map { "\($0)=\($1.addingPercentEncoding(withAllowedCharacters: .alphanumerics)!)" }.joined(separator: "&")
    let lines = [
      "\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close", "Cookie: \(cookies)",
      "Content-Type: application/x-www-form-urlencoded", "Content-Length: \(body.utf8.count)",
    ]
    let wire = try TCP(port: port)
    try wire.send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    return wire.readAll()
  }

  private static func status(of answer: String) -> Int { answer.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0 }

  private static func cookies(of answer: String) -> String {
    answer.matches(of: /(?i)\r\nset-cookie: ([^;\r]+)/).map { String($0.1) }.joined(separator: "; ")
  }
}
