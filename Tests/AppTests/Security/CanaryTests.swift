import DeskTesting
import Foundation
import Testing

@testable import App

/// Classes 21 and 24: secrets are planted in a real desk, then everything that the program says and writes is searched for them.
@Suite struct CanaryTests {
  private static let adminPassword = "canary-admin-password"
  private static let mailboxPassword = "canary-mailbox-password"
  private static let metricsToken = "canary-metrics-token"

  @Test(.timeLimit(.minutes(3))) func noSecretIsToldAnywhere() throws {
    let data = try Program.temporaryFolder() + "/data"
    let log = try Program.temporaryFolder() + "/log"
    let environment = [
      "OTKLIK_MAILBOX_PASSWORD": Self.mailboxPassword, "OTKLIK_METRICS_TOKEN": Self.metricsToken, "OTKLIK_LOG_LEVEL": "trace",
    ]
    var said: [(what: String, text: String)] = []
    func run(_ arguments: String...) throws {
      let result = try Program.run(arguments + ["--data", data], environment: environment)
      said.append((arguments.joined(separator: " ").replacing(Self.adminPassword, with: "…"), result.output + result.errors))
    }
    try run("setup", "--admin-email", "vera@service.example", "--admin-password", Self.adminPassword, "--company", "Service Plus")
    try run(
      "mailbox", "add", "--address", "help@service.example", "--imap", "imap://127.0.0.1:9?security=none", "--smtp",
      "smtp://127.0.0.1:9?security=none",
      "--user", "help", "--without-test")
    let server = try Server(data: data, "--log-format", "json", environment: environment, errors: log)
    let browser = Wire(server: server)
    let page = try browser.get("/sign-in")
    said.append(("/sign-in", page))
    let wrong = try browser.post("/sign-in", "email=vera@service.example&password=\(Self.adminPassword)x")
    said.append(("a wrong password", wrong))
    let right = try browser.post("/sign-in", "email=vera@service.example&password=\(Self.adminPassword)")
    let session = try #require(right.firstMatch(of: /otklik_session=([^;]+)/)?.1).description
    let known = try #require(right.firstMatch(of: /otklik_browser=([^;]+)/)?.1).description
    browser.cookie = "otklik_session=\(session)"
    let profile = try browser.get("/profile")
    let form = try #require(profile.firstMatch(of: /name="csrf" value="([^"]+)"/)?.1).description
    for path in [
      "/profile", "/settings/mailboxes", "/settings/mailboxes/1", "/settings/audit", "/settings/desk", "/metrics", "/readyz", "/nowhere",
      "/tickets",
      "/mail", "/settings/mailboxes/%00", "/settings/employees/1",
    ] {
      said.append((path, try browser.get(path)))
    }
    said.append(
      (
        "a form that is refused",
        try browser.post("/settings/mailboxes/1", "csrf=\(form)&address=x&imapPassword=\(Self.mailboxPassword)&rev=x")
      ))
    said.append(
      (
        "a test that fails",
        try browser.post(
          "/settings/mailboxes/test",
          "csrf=\(form)&id=1&address=help@service.example&imapHost=127.0.0.1&imapPort=9&imapSecurity=none&imapUser=help&imapPassword=\(Self.mailboxPassword)"
        )
      ))
    said.append(("a form without a token", try browser.post("/profile", "csrf=wrong")))
    try run("doctor")
    try run("config")
    try run("mailbox", "list")
    try run("user", "list")
    try run("backup", data + "/../copy")
    server.stop()
    said.append(("the log", try String(contentsOfFile: log, encoding: .utf8)))
    said.append(("the manifest", try Self.manifest(in: data + "/../copy")))
    #expect(said.contains { $0.what == "the log" && $0.text.contains("/settings/mailboxes/1") }, "the log was written")
    let key = try Data(contentsOf: URL(fileURLWithPath: data + "/secret.key"))
    let keys = [key.base64EncodedString(), key.map { String(format: "%02x", $0) }.joined(), String(decoding: key, as: UTF8.self)]
    for (what, text) in said {
      // A page holds its own reader's form token; nobody else's is ever there.
      let isOwnPage = what.hasPrefix("/") || what.hasPrefix("a ")
      for secret in [Self.adminPassword, Self.mailboxPassword, Self.metricsToken, session, known] + keys + (isOwnPage ? [] : [form])
      where text.contains(secret) {
        Issue.record("\(what) tells \(secret.prefix(10))…")
      }
      #expect(!text.contains("$argon2"), "\(what)")
    }
    try Self.expectPrivate(data)
    try Self.expectPrivate(data + "/../copy")
  }

  private static func manifest(in folder: String) throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") || $0.contains("manifest") }
    return try names.map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }.joined()
  }

  /// Everything that the program wrote is its owner's alone.
  private static func expectPrivate(_ folder: String) throws {
    let files = FileManager.default
    var paths = [folder]
    while let name = files.enumerator(atPath: folder)?.allObjects as? [String], paths.count == 1 { paths += name.map { "\(folder)/\($0)" } }
    #expect(paths.count > 3)
    for path in paths {
      let facts = try files.attributesOfItem(atPath: path)
      let (mode, kind) = (facts[.posixPermissions] as? Int ?? 0, facts[.type] as? FileAttributeType)
      #expect(mode & 0o077 == 0, "\(path) is \(String(mode, radix: 8))")
      if kind == .typeRegular { #expect(mode & 0o111 == 0, "\(path) may be run") }
    }
  }
}

/// A browser on a socket, with one cookie.
private final class Wire {
  let server: Server
  var cookie = ""
  init(server: Server) { self.server = server }

  func get(_ path: String) throws -> String { try server.get(path, headers: cookie.isEmpty ? [] : ["Cookie: \(cookie)"]) }

  func post(_ path: String, _ form: String) throws -> String {
    let wire = try TCP(port: server.port)
    let lines = [
      "POST \(path) HTTP/1.1", "Host: 127.0.0.1:\(server.port)", "Connection: close", "Content-Type: application/x-www-form-urlencoded",
      "Content-Length: \(form.utf8.count)", "Cookie: \(cookie)",
    ]
    try wire.send(lines.joined(separator: "\r\n") + "\r\n\r\n" + form)
    return wire.readAll()
  }
}
