import DeskTesting
import Storage
import Testing
import Web

@testable import Desk

/// What the desk could not do by itself is seen, with the reason, and set going again.
@Suite struct FailedJobsTests {
  /// Jobs that say of no message that it should leave.
  private func desk(_ numbers: [Int64]) async throws -> TestDesk {
    let desk = try await TestDesk.make()
    for number in numbers {
      try await desk.change(
        """
        INSERT INTO job (kind, payload, run_at, key, attempts, created_at) VALUES ('reply.release', '{}', 0, \(String(number)), 11, 0)
        """)
    }
    try await desk.jobs.runDue()
    return desk
  }

  @Test func administratorsAreToldAndSetItGoingAgain() async throws {
    let desk = try await desk([1, 2])
    let (boss, auditor) = (try await desk.browser(of: desk.cast.boss), try await desk.browser(of: desk.cast.audit))
    await HealthKeeper(world: desk.world).look()
    let told = try await boss.get("/profile").text
    #expect(told.contains("Не удалось сделать в фоне, задач: 2.") && told.contains("href=\"/settings/jobs\""))
    let page = try await boss.get("/settings/jobs").text
    #expect(page.contains("Отправка ответа клиенту") && page.contains("keyNotFound") && page.contains("12 попыток"))
    let ids: [Int64] = try await desk.values("SELECT id FROM job WHERE failed_at IS NOT NULL ORDER BY id")
    try #require(ids.count == 2)
    #expect(page.contains("action=\"/settings/jobs/\(ids[0])/attempt\"") && page.contains("Запустить все 2 ещё раз"))
    let seen = try await auditor.get("/settings/jobs")
    #expect(seen.status == 200 && seen.text.contains("keyNotFound") && !seen.text.contains("<button class=\"button button-small\""))

    // The first is mended by whoever looked after it, the other one fails once more.
    try await desk.change("UPDATE job SET payload = '{\"message\":77}' WHERE id = \(ids[0])")
    for id in ids { #expect(try await boss.post("/settings/jobs/\(id)/attempt").location == "/settings/jobs") }
    #expect(try await desk.values("SELECT attempts FROM job WHERE kind = 'reply.release'") == [0, 0] as [Int64])
    try await desk.jobs.runDue()
    #expect(try await desk.values("SELECT id FROM job WHERE kind = 'reply.release'") == [ids[1]])
    #expect(try await desk.values("SELECT attempts FROM job WHERE id = \(ids[1])") == [1] as [Int64])
    #expect(try await boss.get("/settings/jobs").text.contains("Сбоев нет"))
    #expect(try await auditor.get("/settings/audit").text.contains("Сбой: запущено ещё раз"))
  }

  @Test func allAtOnceAndAway() async throws {
    let desk = try await desk(Array(1...3))
    let boss = try await desk.browser(of: desk.cast.boss)
    let ids: [Int64] = try await desk.values("SELECT id FROM job WHERE failed_at IS NOT NULL ORDER BY id")
    #expect(try await boss.delete("/settings/jobs/\(ids[0])").status == 303)
    #expect(try await boss.delete("/settings/jobs/\(ids[0])").status == 404)
    #expect(try await boss.post("/settings/jobs/attempts").status == 303)
    #expect(try await desk.values("SELECT id FROM job WHERE kind = 'reply.release' AND failed_at IS NULL ORDER BY id") == Array(ids[1...]))
    // A job that waits is nobody's failure.
    #expect(try await boss.delete("/settings/jobs/\(ids[1])").status == 404)
  }

  @Test func everyJobHasAName() async throws {
    let desk = try await TestDesk.make()
    for language in Language.allCases {
      let t = desk.world.translations[language]
      for job in desk.world.features.flatMap({ $0.jobs }) { #expect(JobWords.name(job.kind, t) != job.kind, "\(job.kind)") }
    }
  }
}
