import Desk
import DeskTesting
import Testing

/// Class 18: what another site makes a browser do, and frames, and ways out of the desk.
@Suite struct CrossSiteTests {
  private struct Trick: Sendable {
    let name: String
    var headers: [String: String] = [:]
    var token: String?
  }

  private static let tricks = [
    Trick(name: "no token", token: ""), Trick(name: "a made-up token", token: "0123456789abcdef0123456789abcdef"),
    Trick(name: "another site", headers: ["Sec-Fetch-Site": "cross-site"]),
    Trick(name: "a sibling", headers: ["Sec-Fetch-Site": "same-site"]),
    Trick(name: "a foreign origin", headers: ["Sec-Fetch-Site": "", "Origin": "https://evil.example"]),
    Trick(name: "no origin", headers: ["Sec-Fetch-Site": "", "Origin": "null"]),
    Trick(name: "an origin that begins alike", headers: ["Sec-Fetch-Site": "", "Origin": "http://desk.test.evil.example"]),
  ]

  /// Every route that changes something, as an administrator who is tricked into it.
  @Test func nothingIsChangedFromOutside() async throws {
    let desk = try await SecretDesk.make()
    let boss = try await desk.browser(of: .administrator)
    let before = try await Snapshot.of(desk.desk)
    for row in RouteTable.rows(desk) where row.changes && row.path != "sign-in" && row.access != .setup {
      let path = row.probes(of: .administrator, on: desk).first { $0.expected != .notFound }?.path ?? "/" + row.path
      for trick in Self.tricks {
        let answer = try await boss.send(row.method, path, row.form, headers: trick.headers, token: trick.token)
        #expect([403, 422].contains(answer.status), "\(row.key) with \(trick.name) gave \(answer.status)")
      }
    }
    #expect(try await Snapshot.of(desk.desk).differences(to: before) == [])
  }

  @Test func theTokenOfAnotherSessionIsNoToken() async throws {
    let desk = try await TestDesk.make()
    let (anna, boris) = (try await desk.browser(of: desk.cast.anna), try await desk.browser(of: desk.cast.boris))
    let page = try await boris.get("/profile").text
    let token = try #require(page.firstMatch(of: /name="csrf" value="([^"]+)"/)?.1)
    #expect(try await boris.post("/notifications/reading", token: String(token)).status == 303)
    #expect(try await anna.post("/notifications/reading", token: String(token)).status == 422)
  }

  @Test func nobodyIsSignedInFromOutside() async throws {
    let desk = try await TestDesk.make()
    for headers in [["Sec-Fetch-Site": "cross-site"], ["Sec-Fetch-Site": "", "Origin": "https://evil.example"]] {
      #expect(try await desk.stranger().post("/sign-in", [("email", "anna@service.example")], headers: headers).status == 403)
    }
    let kept: Int64? = try await desk.value("SELECT count(*) FROM sign_in_attempt")
    #expect(kept == 0)
  }

  /// Only the desk itself may put its pages into a frame, and only the mail of a message at that.
  @Test(arguments: [Person.administrator, .stranger]) func everyAnswerIsProtected(_ person: Person) async throws {
    let desk = try await SecretDesk.make()
    let browser = try await desk.browser(of: person)
    for row in RouteTable.rows(desk) where !row.changes && row.path != "live" {
      for probe in row.probes(of: person, on: desk).prefix(3) {
        for method in ["GET", "HEAD"] {
          let answer = try await browser.send(method, probe.path, [], headers: [:], token: nil)
          let policy = answer.header("Content-Security-Policy") ?? ""
          let frames = row.path == "messages/:id/body" && answer.status == 200 ? "frame-ancestors 'self'" : "frame-ancestors 'none'"
          #expect(policy.contains("default-src 'none'") && policy.contains(frames), "\(method) \(probe.path): \(policy)")
          #expect(!policy.contains("unsafe-eval") && !policy.contains("script-src *"))
          #expect(answer.header("X-Content-Type-Options") == "nosniff", "\(method) \(probe.path)")
          #expect(answer.header("Referrer-Policy") == "same-origin")
          #expect(method == "GET" || answer.bytes.isEmpty, "HEAD \(probe.path) has a body")
          // Whatever is somebody's must not stay in a cache between browser and desk.
          let isKept = answer.header("Cache-Control").map { $0.contains("no-store") || $0.contains("private") } ?? (answer.status == 303)
          #expect(isKept, "\(method) \(probe.path): \(answer.header("Cache-Control") ?? "nothing")")
        }
      }
    }
  }

  @Test func headIsLikeGet() async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    for path in ["/tickets", "/tickets/1", "/healthz", "/nowhere", "/settings"] {
      let (get, head) = (try await anna.get(path), try await anna.send("HEAD", path, [], headers: [:], token: nil))
      #expect(get.status == head.status, "\(path)")
    }
  }

  @Test(arguments: [
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "http:evil.example",
    "/\t/evil.example",
    "/%09/evil.example", "javascript:alert(1)", "/\u{0}/evil", "/a\r\nSet-Cookie: a=b", "//evil.example/%2f..", "https:/evil.example",
    "/@evil.example/..//x",
    ".evil.example", "@evil.example", "", "/sign-in", "/sign-out",
  ])
  func signingInLeadsNowhereElse(_ next: String) async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let query = next.addingPercentEncoding(withAllowedCharacters: .alphanumerics)!
    for path in ["/sign-in?next=\(query)", "/sign-in?next=\(next.filter { $0.isASCII && !$0.isWhitespace && $0 != "\u{0}" })"] {
      let answer = try await anna.get(path)
      let way = answer.location ?? ""
      #expect(answer.status == 303 && way.hasPrefix("/") && !way.hasPrefix("//") && !way.hasPrefix("/\\"), "\(path) leads to \(way)")
      #expect(way.unicodeScalars.allSatisfy { $0.value > 32 && $0.value < 127 && $0 != "\\" }, "\(way)")
      #expect(answer.header("Set-Cookie")?.contains("a=b") != true)
    }
  }
}

extension Browser {
  /// A form by any method, with the session's token or another.
  func send(_ method: String, _ path: String, _ fields: [(String, String)], headers: [String: String], token: String?) async throws
    -> Answer
  {
    var headers = headers
    switch method {
    case "HEAD": return try await head(path)
    case "DELETE":
      if let token { headers["X-CSRF-Token"] = token }
      return try await delete(path, headers: headers)
    case "PUT": return try await put(path, fields, headers: headers, token: token)
    case "POST": return try await post(path, fields, headers: headers, token: token)
    default: return try await get(path, headers: headers)
    }
  }
}
