import Desk
import DeskTesting
import Storage
import Testing

@testable import Channels
@testable import Mail

/// What the receiver holds of a message while it comes in.
@Suite struct ArrivingMailTests {
  private static let envelope = SMTPEnvelope(
    peer: "127.0.0.1", hello: "mx", sender: "olga@romashka.example", recipients: ["support@service.example"])

  @Test func aLongOneIsHeldInAFileAndComesOutWhole() async throws {
    let mail = try await MailDesk.make()
    let line = [UInt8](repeating: UInt8(ascii: "x"), count: 1022) + [13, 10]
    let head = Array(letter(subject: "Скан договора", id: "scan@romashka.example", text: "").utf8)
    var arrival = ArrivingMail(envelope: Self.envelope, world: mail.desk.world)
    try arrival.add(head)
    var most = 0
    for _ in 0..<2000 {
      try arrival.add(line)
      most = max(most, arrival.held.count)
    }
    #expect(most <= MailArrival.largestInRow)
    #expect(try await arrival.deliver() == .each([.accepted]))

    let raw = try await mail.raw(of: mail.newest())
    let stamp = Array("Return-Path: <olga@romashka.example>\r\nDelivered-To: support@service.example\r\n".utf8)
    #expect(raw == stamp + head + Array(repeatElement(line, count: 2000).joined()))
    try await mail.desk.jobs.runDue()
    #expect(try await mail.newest()["outcome"] == "ticket")
  }

  @Test func aShortOneStaysInItsRow() async throws {
    let mail = try await MailDesk.make()
    var arrival = ArrivingMail(envelope: Self.envelope, world: mail.desk.world)
    try arrival.add(Array(letter(subject: "Кратко").utf8))
    #expect(try await arrival.deliver() == .each([.accepted]))
    let id: Int64 = try await mail.newest()["id"]
    let blob: String? = try await mail.desk.world.read { try $0.value("SELECT blob FROM mail_raw WHERE mail_id = \(id)") }
    #expect(blob == nil)
  }
}
