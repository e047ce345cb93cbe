import Desk
import DeskTesting
import Foundation
import Storage
import Synchronization
import Testing

/// The database is away or the disk is full: people are told what to do, and what they typed is not lost.
@Suite struct OutageTests {
  private static func desk() async throws -> (TestDesk, FailingStore) {
    let made = Mutex<FailingStore?>(nil)
    let desk = try await TestDesk.make { store in
      let failing = FailingStore(store)
      made.withLock { $0 = failing }
      return failing
    }
    return (desk, made.withLock { $0! })
  }

  private static func note(_ key: String, _ text: String = "Дымит сильнее, чем вчера: “&<b>”") -> [(String, String)] {
    [("kind", "note"), ("text", text), ("key", key)]
  }

  @Test(
    arguments: [
      (StorageError.cannotWrite("database or disk is full"), 507, nil), (.unreachable("gone"), 503, "5"), (.overloaded, 503, "5"),
      (.closed, 503, "5"),
    ] as [(StorageError, Int, String?)])
  func aFormThatCouldNotBeTakenComesBackFilledIn(_ given: (StorageError, Int, String?)) async throws {
    let (desk, store) = try await Self.desk()
    let anna = try await desk.browser(of: desk.cast.anna)
    let path = "/tickets/\(desk.cast.printerOnFire)/messages"
    store.fail(writing: given.0)
    let refused = try await anna.post(path, Self.note("once"))
    #expect(refused.status == given.1)
    #expect(refused.headers[.retryAfter] == given.2)
    #expect(refused.text.contains("action=\"\(path)\"") && refused.text.contains("name=\"csrf\""))
    #expect(refused.text.contains("Дымит сильнее, чем вчера: “&amp;&lt;b&gt;”</textarea>"))
    #expect(!refused.text.contains("disk is full"), "what the database says is for the log")
    store.fail(writing: nil)
    // Sent twice: what came back carries the key of the form.
    for _ in 0..<2 { #expect(try await anna.post(path, Self.note("once")).status == 303) }
    let notes: Int64? = try await desk.world.read { try $0.value("SELECT count(*) FROM message WHERE kind = 'note'") }
    #expect(notes == 1)
  }

  @Test func modulesAreToldInJSON() async throws {
    let (desk, store) = try await Self.desk()
    let anna = try await desk.browser(of: desk.cast.anna)
    store.fail(writing: .unreachable("gone"))
    let path = "/tickets/\(desk.cast.printerOnFire)/messages"
    let refused = try await anna.post(path, Self.note("once"), headers: ["Accept": "application/json"])
    #expect(refused.status == 503)
    #expect(refused.headers[.contentType] == "application/problem+json")
    #expect(refused.text.contains("База данных сейчас не отвечает"))
  }

  @Test func formsWithoutAKeyAreNotSentBack() async throws {
    let (desk, store) = try await Self.desk()
    let boss = try await desk.browser(of: desk.cast.boss)
    store.fail(writing: .cannotWrite("full"))
    let refused = try await boss.post("/sign-in", [("email", "boss@service.example"), ("password", "a secret of mine")])
    #expect(refused.status == 507)
    #expect(!refused.text.contains("a secret of mine"))
  }

  @Test func pagesAreReadWhileNothingCanBeWritten() async throws {
    let (desk, store) = try await Self.desk()
    let anna = try await desk.browser(of: desk.cast.anna)
    // The use of the session would be written down now.
    desk.clock.advance(seconds: 3600)
    store.fail(writing: .cannotWrite("full"))
    for path in ["/tickets/\(desk.cast.printerOnFire)", "/companies", "/profile", "/notifications"] {
      let answer = try await anna.get(path)
      #expect(answer.status == 200, "\(path): \(answer.status)")
    }
  }

  @Test func withoutADatabaseEveryPageSaysSo() async throws {
    let (desk, store) = try await Self.desk()
    let anna = try await desk.browser(of: desk.cast.anna)
    store.fail(reading: .unreachable("gone"), writing: .unreachable("gone"))
    for path in ["/", "/tickets", "/sign-in"] {
      let answer = try await anna.get(path)
      #expect(answer.status == 503 && answer.headers[.retryAfter] == "5", "\(path): \(answer.status)")
      #expect(answer.text.contains("База данных сейчас не отвечает"))
    }
    #expect(try await anna.get("/healthz").status == 200)
    #expect(try await anna.get("/readyz").status == 503)
    store.fail(writing: nil)
    #expect(try await anna.get("/profile").status == 200)
  }
}
