import Desk
import DeskTesting
import Testing

@Suite struct PageCompressionTests {
  @Test func aPageIsPackedForWhoeverCanUnpackIt() async throws {
    let desk = try await TestDesk.make()
    let boss = try await desk.browser(of: desk.cast.boss)
    let plain = try await boss.get("/settings")
    let packed = try await boss.get("/settings", headers: ["Accept-Encoding": "gzip, br"])
    #expect(plain.header("Content-Encoding") == nil && plain.header("Vary")?.contains("Accept-Encoding") == true)
    #expect(packed.header("Content-Encoding") == "gzip")
    #expect(packed.bytes.starts(with: [0x1F, 0x8B]) && packed.bytes.count < plain.bytes.count / 2)
  }

  @Test func askedByAStrangersPageItIsNot() async throws {
    let desk = try await TestDesk.make()
    let boss = try await desk.browser(of: desk.cast.boss)
    let answer = try await boss.get("/settings", headers: ["Accept-Encoding": "gzip", "Sec-Fetch-Site": "cross-site"])
    #expect(answer.header("Content-Encoding") == nil)
  }
}
