import Chance
import Foundation
import Mail
import Testing

/// Mutates the corpus. Each round depends on the seed and its own number only, so that any of them can be repeated:
/// `MAILFUZZ_SECONDS=300` runs long and watches time and memory, `MAILFUZZ_SEED` and `MAILFUZZ_FROM` choose the rounds.
@Suite(.serialized) struct MailFuzzTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static func number(_ name: String) -> Int? { environment[name].flatMap { Int($0) } }
  private static let seed = UInt64(number("MAILFUZZ_SEED") ?? 20_261_110)
  private static let corpus = Corpus.names.map(Corpus.message).filter { !$0.isEmpty }

  @Test func anyMessageIsReadOrRefused() throws {
    let first = Self.number("MAILFUZZ_FROM") ?? 0
    for round in first..<(first + 3_000) { try Self.play(round) }
  }

  @Test(.enabled(if: number("MAILFUZZ_SECONDS") != nil)) func longRun() throws {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(try #require(Self.number("MAILFUZZ_SECONDS")))
    var round = Self.number("MAILFUZZ_FROM") ?? 0
    for _ in 0..<2_000 {
      try Self.play(round)
      round += 1
    }
    let before = Self.residentBytes()
    var slowest = (round: 0, seconds: 0.0)
    var growth = 0
    while clock.now < end {
      let start = Self.processorSeconds
      try Self.play(round)
      let taken = Self.processorSeconds - start
      if taken > slowest.seconds { slowest = (round, taken) }
      if taken > 1 { Issue.record("round \(round) took \(taken) s") }
      if round % 1_000 == 0 { growth = max(growth, Self.residentBytes() - before) }
      round += 1
    }
    growth = max(growth, Self.residentBytes() - before)
    print(
      """
      mailfuzz: \(round - (Self.number("MAILFUZZ_FROM") ?? 0)) messages, slowest \(slowest.seconds) s (round \(slowest.round)), \
      memory \(Self.residentBytes() >> 20) MiB (\(growth >> 20) MiB more than after the first 2000)
      """)
    #expect(growth < 200 << 20)
  }

  private static func play(_ round: Int) throws {
    var mutation = Mutation(seed: seed &+ UInt64(round) &* 0x9E37_79B9_7F4A_7C15, corpus: corpus)
    let raw = mutation.message()
    var limits = MailLimits()
    limits.totalBytes = 1 << 20
    do throws(MailRefusal) {
      try check(MailReader.read(raw, limits: limits), raw, round)
    } catch {
      #expect(error.found > error.allowed)
    }
  }

  /// What holds for every message, however broken.
  private static func check(_ mail: IncomingMail, _ raw: [UInt8], _ round: Int) {
    let people = mail.authors.flatMap { [$0.name ?? "", $0.address] }
    let lines = [mail.subject, mail.messageID ?? ""] + people + mail.attachments.map(\.fileName)
    let broken = lines.first { $0.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } }
    if let broken { Issue.record("round \(round): a control character in \(broken.debugDescription)") }
    let paths = mail.attachments.first { $0.fileName.isEmpty || $0.fileName.contains("/") || $0.fileName.contains("\\") }
    if let paths { Issue.record("round \(round): a path in \(paths.fileName)") }
    if mail.attachments.reduce(0, { $0 + $1.bytes.count }) > raw.count * 2 { Issue.record("round \(round): more came out than went in") }
    if let text = mail.text {
      let joined = ReplyText.split(text).map(\.text).joined(separator: "\n")
      if joined != text { Issue.record("round \(round): the sections are not the text") }
    }
    _ = mail.trust(by: "mx.otklik.example")
    _ = ReplyToken.find(in: mail, host: "otklik.example")
    _ = SubjectTicket.find(in: mail.subject)
  }

  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Zero where the system does not tell.
  private static func residentBytes() -> Int {
    guard let text = FileManager.default.contents(atPath: "/proc/self/statm") else { return 0 }
    let words = String(decoding: text, as: UTF8.self).split(separator: " ")
    return words.count > 1 ? (Int(words[1]) ?? 0) * 4_096 : 0
  }
}

/// A message made from those of the corpus by a seeded generator.
struct Mutation {
  private var generator: SeededGenerator
  private let corpus: [[UInt8]]

  init(seed: UInt64, corpus: [[UInt8]]) {
    generator = SeededGenerator(seed: seed)
    self.corpus = corpus
  }

  private mutating func below(_ bound: Int) -> Int { bound <= 0 ? 0 : Int(generator.next() % UInt64(bound)) }

  private static let tokens: [[UInt8]] =
    [
      "\n\n", "\r\n", "\r", "\n--b0\n", "--b0--\n", "\n--b\n", "=?utf-8?B?", "?=", "=?koi8-r?Q?=C4",
      "Content-Type: multipart/mixed; boundary=b\n", "Content-Type: message/rfc822\n\n",
      "Content-Type: text/html; charset=utf-16\n", "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: x-uuencode\n",
      "boundary*0=\"b\"; boundary*1=0",
      "filename*0*=utf-8''%D0%; filename*1*=%90", "charset=iso-2022-jp", "charset=gb18030", "charset=hz-gb-2312", "\u{1B}$B", "(", ")",
      "<", ">", "\"", "\\", ";", ":", ",", "@",
      "\0", "\u{FEFF}", "\u{202E}", "../", "Final-Recipient: rfc822; a@b\n", "Authentication-Results: mx.otklik.example; dmarc=pass", "> ",
      "-- \n", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n",
      "DTSTART;TZID=:99999999T999999\n", "From: ", "To: a:b:c;,<>\n", "Date: 99 Foo 99999\n", "format=flowed; delsp=yes", "begin 644 x\n",
      "[#1]", "On 1 Jan 2020 a@b wrote:\n",
    ].map { Array($0.utf8) } + [[0xFF], [0x80, 0x98], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xE2, 0x80]]

  mutating func message() -> [UInt8] {
    var bytes = corpus[below(corpus.count)]
    for _ in 0...below(12) { change(&bytes) }
    return bytes
  }

  private mutating func range(of bytes: [UInt8], most: Int) -> Range<Int> {
    let start = below(bytes.count)
    return start..<min(bytes.count, start + 1 + below(most))
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else {
      bytes = Self.tokens[below(Self.tokens.count)]
      return
    }
    let place = below(bytes.count)
    switch below(9) {
    case 0: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
    case 1: bytes[place] ^= 1 << UInt8(below(8))
    case 2: bytes.removeSubrange(range(of: bytes, most: 60))
    case 3, 4: bytes.insert(contentsOf: Self.tokens[below(Self.tokens.count)], at: place)
    case 5: bytes.insert(contentsOf: bytes[range(of: bytes, most: 400)], at: place)
    case 6: repeatPiece(&bytes, at: place)
    case 7: bytes.removeSubrange(place...)
    default:
      let other = corpus[below(corpus.count)]
      if !other.isEmpty { bytes.insert(contentsOf: other[range(of: other, most: other.count)], at: place) }
    }
  }

  private mutating func repeatPiece(_ bytes: inout [UInt8], at place: Int) {
    let piece = below(2) == 0 ? Self.tokens[below(Self.tokens.count)] : Array(bytes[range(of: bytes, most: 40)])
    let count = below(8) == 0 ? 3_000 : below(60)
    bytes.insert(contentsOf: (0..<count).flatMap { _ in piece }, at: place)
  }
}
