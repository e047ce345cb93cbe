import Desk
import Foundation
import Hummingbird
import Web

/// Somebody at a browser: keeps cookies, sends forms as browsers do.
package final class Browser: @unchecked Sendable {
  private let exchange: Exchange
  private var cookies: [String: String] = [:]
  /// Set at sign-in; sent with each form.
  private var formToken: String?
  package var language = "ru"

  init(exchange: Exchange) { self.exchange = exchange }

  func signIn(token: String, formToken: String) {
    cookies[Session.cookie] = token
    self.formToken = formToken
  }

  package func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
    try await send(.get, path, headers: headers, body: [])
  }

  /// A form as a browser sends it; the session's token goes along unless `token` is given.
  package func post(_ path: String, _ fields: [(String, String)] = [], headers: [String: String] = [:], token: String? = nil) async throws
    -> Answer
  {
    try await sendForm(.post, path, fields, headers: headers, token: token)
  }

  /// As a module sends a form.
  package func put(_ path: String, _ fields: [(String, String)] = [], headers: [String: String] = [:], token: String? = nil) async throws
    -> Answer
  {
    try await sendForm(.put, path, fields, headers: headers, token: token)
  }

  package func head(_ path: String) async throws -> Answer { try await send(.head, path, headers: [:], body: []) }

  private func sendForm(
    _ method: HTTPRequest.Method, _ path: String, _ fields: [(String, String)], headers: [String: String], token: String?
  ) async throws -> Answer {
    var pairs = fields
    if let token = token ?? formToken { pairs.append(("csrf", token)) }
    let body = pairs.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }.joined(separator: "&")
    var headers = headers
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    return try await send(method, path, headers: headers, body: Array(body.utf8))
  }

  package func delete(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
    var headers = headers
    if let formToken, headers["X-CSRF-Token"] == nil { headers["X-CSRF-Token"] = formToken }
    return try await send(.delete, path, headers: headers, body: [])
  }

  /// A form with files.
  package func upload(
    _ path: String, _ fields: [(String, String)] = [], files: [(field: String, name: String, type: String, bytes: [UInt8])],
    headers: [String: String] = [:]
  ) async throws -> Answer {
    let boundary = "----boundary7MA4YWxkTrZu0gW"
    var body: [UInt8] = []
    for (name, value) in fields + (formToken.map { [("csrf", $0)] } ?? []) {
      body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
    }
    for file in files {
      body += Array(
        "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(file.field)\"; filename=\"\(file.name)\"\r\nContent-Type: \(file.type)\r\n\r\n"
          .utf8)
      body += file.bytes + [13, 10]
    }
    body += Array("--\(boundary)--\r\n".utf8)
    var headers = headers
    headers["Content-Type"] = "multipart/form-data; boundary=\(boundary)"
    return try await send(.post, path, headers: headers, body: body)
  }

  private func send(_ method: HTTPRequest.Method, _ path: String, headers: [String: String], body: [UInt8]) async throws -> Answer {
    var fields: HTTPFields = [.acceptLanguage: language, HTTPField.Name("Host")!: "desk.test"]
    if method != .get && method != .head { fields[HTTPField.Name("Sec-Fetch-Site")!] = "same-origin" }
    if !cookies.isEmpty { fields[.cookie] = cookies.map { "\($0)=\($1)" }.sorted().joined(separator: "; ") }
    // An empty header is one that an old browser does not send.
    for (name, value) in headers { fields[HTTPField.Name(name)!] = value.isEmpty && name != "X-CSRF-Token" ? nil : value }
    let answer = try await exchange.send(method, path, headers: fields, body: body)
    for cookie in answer.headers[values: .setCookie] { keep(cookie) }
    return answer
  }

  private func keep(_ header: String) {
    let pair = header.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
    guard let name = pair.first else { return }
    cookies[String(name)] = pair.count > 1 ? String(pair[1]) : nil
  }

  private static func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics)!
  }
}
