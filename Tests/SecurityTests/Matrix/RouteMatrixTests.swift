import App
import Desk
import DeskTesting
import Testing

/// Class 7 of the dangers: reading or changing what is others'. Every route, asked by everybody for everything.
@Suite struct RouteMatrixTests {
  @Test func everyRouteHasARow() async throws {
    let desk = try await SecretDesk.make()
    let rows = RouteTable.rows(desk)
    let declared = Dictionary(desk.desk.routes.map { ("\($0.method) \($0.path)", $0.access) }, uniquingKeysWith: { first, _ in first })
    for key in Set(declared.keys).subtracting(rows.map(\.key)).sorted() { Issue.record("\(key) has no row in RouteTable.swift") }
    for key in Set(rows.map(\.key)).subtracting(declared.keys).sorted() { Issue.record("\(key) is no route any more") }
    for row in rows { #expect(declared[row.key] == row.access, "\(row.key)") }
  }

  @Test(arguments: Person.allCases) func readingIsForThoseWhoMay(_ person: Person) async throws {
    let desk = try await SecretDesk.make()
    let browser = try await desk.browser(of: person)
    let before = try await Snapshot.of(desk.desk)
    for row in RouteTable.rows(desk) where !row.changes && !row.isApart {
      for probe in row.probes(of: person, on: desk) {
        let isRefusal = probe.expected == .notFound || probe.expected == .forbidden
        for headers in isRefusal ? [[:]] : [[:], ["Accept": "application/json"], ["HX-Request": "true"]] {
          let answer = try await browser.get(probe.path, headers: headers)
          check(answer, probe, "\(person) \(row.method) \(probe.path) \(headers)", isPlain: headers.isEmpty)
          desk.expectNoSecret(in: answer, of: person, "\(person) \(row.method) \(probe.path) \(headers)")
        }
      }
    }
    #expect(try await Snapshot.of(desk.desk).differences(to: before) == [], "reading changes nothing")
  }

  @Test(arguments: Person.allCases) func changingIsForThoseWhoMay(_ person: Person) async throws {
    let desk = try await SecretDesk.make()
    let browser = try await desk.browser(of: person)
    let before = try await Snapshot.of(desk.desk)
    let rows = RouteTable.rows(desk).filter { $0.changes && !$0.isApart }
    for isRefusal in [true, false] {
      for row in rows {
        for probe in row.probes(of: person, on: desk) where (probe.expected == .forbidden || probe.expected == .notFound) == isRefusal {
          try await send(row, probe, browser, person, desk)
        }
      }
      if isRefusal { #expect(try await Snapshot.of(desk.desk).differences(to: before) == [], "what is refused changes nothing") }
    }
  }

  /// As modules send it, and for what is deleted as plain forms do.
  private func send(_ row: RouteRow, _ probe: Probe, _ browser: Browser, _ person: Person, _ desk: SecretDesk) async throws {
    let what = "\(person) \(row.method) \(probe.path)"
    let answers =
      switch row.method {
      case "PUT": [try await browser.put(probe.path, row.form)]
      case "DELETE": [try await browser.delete(probe.path), try await browser.post("\(probe.path)/delete", row.form)]
      case _ where row.isUpload: [try await browser.upload(probe.path, files: [("file", "a.txt", "text/plain", [65])])]
      default: [try await browser.post(probe.path, row.form)]
      }
    for (index, answer) in answers.enumerated() {
      let isAgain = index > 0 && probe.expected == .welcome
      check(answer, isAgain ? Probe(path: probe.path, expected: .welcomeOrGone) : probe, what, isPlain: false)
      desk.expectNoSecret(in: answer, of: person, what)
    }
  }

  private func check(_ answer: Answer, _ probe: Probe, _ what: String, isPlain: Bool) {
    #expect(answer.status < 500, "\(what)")
    switch probe.expected {
    case .welcome: #expect(![401, 403, 404].contains(answer.status), "\(what) gave \(answer.status)")
    case .welcomeOrGone: #expect(![401, 403].contains(answer.status), "\(what) gave \(answer.status)")
    case .anything: break
    case .notFound: #expect(answer.status == 404, "\(what)")
    case .forbidden:
      // A stranger who opens a page is sent to sign in.
      let isSentAway = isPlain && answer.status == 303 && answer.location?.hasPrefix("/sign-in?next=") ?? false
      #expect(isSentAway || [401, 403].contains(answer.status), "\(what) gave \(answer.status)")
    }
  }
}

extension SecretDesk {
  func expectNoSecret(in answer: Answer, of person: Person, _ what: String) {
    let text = (answer.text + answer.headers.map { "\($0.name): \($0.value)\n" }.joined()).lowercased()
    for secret in secrets where !secret.isKnown(person) && text.contains(secret.word) { Issue.record("\(what) tells \(secret.word)") }
  }
}
