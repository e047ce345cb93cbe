import Foundation
import Mail
import Testing

/// Hostile giants, made here. Each must be refused soon, and by the limit that it breaks.
struct MailLimitTests {
  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private func refusal(_ raw: [UInt8], _ limits: MailLimits = MailLimits()) -> MailRefusal? {
    do throws(MailRefusal) {
      _ = try MailReader.read(raw, limits: limits)
      return nil
    } catch {
      return error
    }
  }

  /// A generous bound of processor time, for unoptimised builds; the point is that nothing grows with the square of the input.
  private func inTime<Value>(_ work: () throws -> Value) rethrows -> Value {
    let start = Self.processorSeconds
    let value = try work()
    #expect(Self.processorSeconds - start < 4)
    return value
  }

  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  @Test func tooManyOctets() {
    let raw = [UInt8](repeating: 0x61, count: (60 << 20) + 7)
    let refusal = inTime { self.refusal(raw) }
    #expect(refusal == MailRefusal(limit: .totalBytes, allowed: 60 << 20, found: (60 << 20) + 7))
  }

  @Test func sixtyMegabytesAreRead() throws {
    var raw = Self.bytes("From: anna@romashka.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nsee the scan\n--b\n")
    raw += Self.bytes("Content-Type: application/pdf; name=scan.pdf\nContent-Transfer-Encoding: base64\n\n")
    let line = Self.bytes(String(repeating: "QUJD", count: 19) + "\n")
    while raw.count < (60 << 20) - 200 { raw += line }
    raw += Self.bytes("--b--\n")
    let mail = try MailReader.read(raw)
    #expect(mail.text == "see the scan")
    #expect(mail.attachments.first?.bytes.count ?? 0 > 44 << 20)
  }

  @Test(arguments: [10_000, 100_000]) func tooManyParts(count: Int) {
    let head = "Content-Type: multipart/mixed; boundary=b\n\n"
    let raw = Self.bytes(head + String(repeating: "--b\nContent-Type: text/plain\n\nx\n", count: count) + "--b--\n")
    #expect(inTime { refusal(raw) } == MailRefusal(limit: .parts, allowed: 1_000, found: count + 1))
  }

  @Test func tooDeep() {
    var text = ""
    for level in 0..<1_000 { text += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n" }
    #expect(inTime { refusal(Self.bytes(text)) } == MailRefusal(limit: .nesting, allowed: 50, found: 51))
  }

  @Test func tooDeepByForwarding() {
    let text = String(repeating: "Content-Type: message/rfc822\n\n", count: 1_000)
    #expect(inTime { refusal(Self.bytes(text)) } == MailRefusal(limit: .nesting, allowed: 50, found: 51))
  }

  @Test func headerTooLongInOneField() {
    let raw = Self.bytes("X-Long: ") + [UInt8](repeating: 0x61, count: 50 << 20) + Self.bytes("\n\nbody")
    #expect(inTime { refusal(raw) } == MailRefusal(limit: .headerBytes, allowed: 256 << 10, found: (50 << 20) + 10))
  }

  @Test func headerTooLongInManyLines() {
    let raw = Self.bytes(String(repeating: "X-Long: " + String(repeating: "a", count: 990) + "\n", count: 50_000) + "\nbody")
    #expect(inTime { refusal(raw) } == MailRefusal(limit: .headerBytes, allowed: 256 << 10, found: 50_000 * 999 + 1))
  }

  @Test func tooManyFields() {
    let raw = Self.bytes(String(repeating: "X: y\n", count: 5_000) + "\nbody")
    #expect(refusal(raw) == MailRefusal(limit: .headerFields, allowed: 1_000, found: 1_001))
  }

  @Test func theLimitItselfIsAllowed() throws {
    var limits = MailLimits()
    (limits.parts, limits.nesting, limits.headerFields) = (3, 1, 2)
    let raw = Self.bytes("From: a@x.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo\n--b--\n")
    #expect(try MailReader.read(raw, limits: limits).text == "one\ntwo")
    limits.parts = 2
    #expect(refusal(raw, limits) == MailRefusal(limit: .parts, allowed: 2, found: 3))
  }

  @Test func aTextTooLongToShowIsAttached() throws {
    let raw = Self.bytes("From: a@x.example\nContent-Type: text/plain\n\n" + String(repeating: "all work and no play\n", count: 250_000))
    let mail = try MailReader.read(raw)
    #expect(mail.text == nil)
    #expect(mail.attachments.map(\.fileName) == ["text.txt"])
    #expect(mail.problems == [.longText])
  }

  /// What costs much in naive parsers without breaking a limit.
  @Test(arguments: [
    "Subject: " + String(repeating: "=?a?q?", count: 40_000),
    "Subject: " + String(repeating: "=?utf-8?q?=D0=B0?= ", count: 10_000),
    "From: " + String(repeating: "(", count: 200_000),
    "To: " + String(repeating: "a@b.example,", count: 20_000),
    "From: A" + String(repeating: "10 ue, ", count: 35_000),
    "To: " + String(repeating: "a:", count: 100_000),
    "To: " + String(repeating: "<", count: 200_000),
    "To: " + String(repeating: "\"a", count: 100_000),
    "From: a@" + String(repeating: "é", count: 100_000),
    "From: a@xn--" + String(repeating: "a", count: 200_000),
    "From: a@" + String(repeating: "xn--80a.", count: 20_000),
    "From: a@" + String(repeating: "b=c", count: 70_000),
    "Message-ID: " + String(repeating: "a@é", count: 50_000),
    "References: " + String(repeating: "<a@b> ", count: 40_000),
    "Content-Type: text/plain" + String(repeating: "; a=b", count: 40_000),
    "Content-Type: text/plain" + String(repeating: "; a*0*=b", count: 20_000),
    "Content-Type: text/plain; charset=\"" + String(repeating: "\\", count: 200_000),
    "Content-Type: multipart/mixed; boundary=" + String(repeating: "-", count: 200_000),
    "Date: " + String(repeating: "1", count: 200_000),
    "Authentication-Results: mx.otklik.example; " + String(repeating: "(;", count: 100_000),
  ]) func hardFields(field: String) throws {
    let mail = try inTime { try MailReader.read(Self.bytes(field + "\nX-After: here\n\nbody")) }
    #expect(mail.headers["X-After"] == "here")
    _ = mail.trust(by: "mx.otklik.example")
  }

  @Test func aLongListOfAddressesIsReadWhole() throws {
    // Longer than what is given to the parser at once, with commas where they part nothing.
    let people = (0..<1_900).map { "\"Last\\\", \($0), First\" (one, of many) <a\($0)@b.example>" }
    let mail = try inTime { try MailReader.read(Self.bytes("To: \(people.joined(separator: ",\n "))\n\nbody")) }
    #expect(mail.to.map(\.address) == (0..<1_900).map { "a\($0)@b.example" })
    #expect(mail.to.map(\.name) == (0..<1_900).map { "Last\", \($0), First one, of many" })
  }

  @Test(arguments: ["utf-8", "gb18030", "windows-1251", "iso-2022-jp", "utf-16", "euc-kr"]) func textOfGarbage(charset: String) throws {
    let garbage = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: 0x98 + ($0 &* 2_654_435_761) >> 13 & 0x67) }
    let raw = Self.bytes("Content-Type: text/plain; charset=\(charset)\n\n") + garbage
    let mail = try inTime { try MailReader.read(raw) }
    #expect(mail.text != nil)
  }

  @Test func manyUnclosedLevelsOfDashes() throws {
    var text = ""
    for level in 0..<45 { text += "Content-Type: multipart/mixed; boundary=x\(level)\n\n--x\(level)\n" }
    let raw = Self.bytes(text + "\n" + String(repeating: "--xy\n", count: 400_000))
    #expect(try inTime { try MailReader.read(raw) }.text != nil)
  }
}
