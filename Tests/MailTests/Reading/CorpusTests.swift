import Foundation
import Mail
import Testing

/// Every message of `Corpus` against what `expected.json` says of it. A key that is absent there is not looked at.
struct CorpusTests {
  static let cases = Corpus.expected.keys.sorted()

  @Test(arguments: cases) func reads(name: String) throws {
    let mail = try MailReader.read(Corpus.message(name))
    let seen = Portrait.of(mail)
    for (key, expected) in try #require(Corpus.expected[name]) {
      #expect(seen[key] == expected, "\(name): \(key)")
    }
  }

  @Test func everyMessageIsExpected() {
    #expect(Corpus.names == Self.cases)
    #expect(Self.cases.count >= 60)
  }
}

enum Corpus {
  private static let folder = Bundle.module.url(forResource: "Corpus", withExtension: nil)!

  static let names: [String] = try! FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".eml") }.sorted()

  static let expected: [String: [String: JSON]] = {
    let data = try! Data(contentsOf: folder.appending(path: "expected.json"))
    return try! JSONDecoder().decode([String: [String: JSON]].self, from: data)
  }()

  static func message(_ name: String) -> [UInt8] { [UInt8](try! Data(contentsOf: folder.appending(path: name))) }
}

enum JSON: Decodable, Equatable, CustomStringConvertible {
  case null
  case bool(Bool)
  case number(Int)
  case string(String)
  case list([JSON])
  case object([String: JSON])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {  // The decoder can only be asked, not told, what is there.
      self = .bool(bool)
    } else if let number = try? value.decode(Int.self) {
      self = .number(number)
    } else if let string = try? value.decode(String.self) {
      self = .string(string)
    } else if let list = try? value.decode([JSON].self) {
      self = .list(list)
    } else {
      self = .object(try value.decode([String: JSON].self))
    }
  }

  static func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }
  static func texts(_ values: [String]) -> JSON { .list(values.map(JSON.string)) }

  var description: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let value): value.debugDescription
    case .list(let values): "\(values)"
    case .object(let values): "\(values.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" })"
    }
  }
}

/// A message as the words of `expected.json`.
enum Portrait {
  static func of(_ mail: IncomingMail) -> [String: JSON] {
    [
      "messageID": .text(mail.messageID), "inReplyTo": .texts(mail.inReplyTo), "references": .texts(mail.references),
      "from": .text(mail.from.map(person)), "authors": .texts(mail.authors.map(person)), "sender": .text(mail.sender.map(person)),
      "replyTo": .texts(mail.replyTo.map(person)), "to": .texts(mail.to.map(person)), "cc": .texts(mail.cc.map(person)),
      "returnPath": path(mail.envelope.returnPath), "deliveredTo": .texts(mail.envelope.deliveredTo),
      "originalTo": .texts(mail.envelope.originalTo), "subject": .string(mail.subject),
      "date": mail.date.map { .number(Int($0.timeIntervalSince1970)) } ?? .null, "text": .text(mail.text), "html": .text(mail.html),
      "attachments": .list(mail.attachments.map(file)), "invitation": mail.invitation.map(invitation) ?? .null,
      "signature": .text(mail.signature?.rawValue), "bounce": mail.bounce.map(bounce) ?? .null,
      "automatic": .texts(mail.automatic.map { "\($0)" }), "problems": .texts(mail.problems.map { "\($0)" }),
      "trust": .string("\(mail.trust(by: "mx.otklik.example"))"),
    ]
  }

  private static func person(_ address: MailAddress) -> String { address.name.map { "\($0) <\(address.address)>" } ?? address.address }

  private static func path(_ path: EnvelopeHints.ReturnPath) -> JSON {
    switch path {
    case .missing: .null
    case .null: .string("")
    case .address(let address): .string(address)
    }
  }

  private static func file(_ file: MailAttachment) -> JSON {
    var words = [file.fileName, file.contentType, "\(file.bytes.count)"]
    if file.isInline { words.append("inline") }
    if let id = file.contentID { words.append("cid:" + id) }
    if let danger = file.danger { words.append("\(danger)") }
    return .string(words.joined(separator: " | "))
  }

  private static func invitation(_ invitation: Invitation) -> JSON {
    .object([
      "method": .text(invitation.method), "summary": .text(invitation.summary), "start": time(invitation.start),
      "end": time(invitation.end),
      "organiser": .text(invitation.organiser.map(person)), "uid": .text(invitation.uid), "location": .text(invitation.location),
    ])
  }

  private static func time(_ time: Invitation.Time?) -> JSON {
    guard let time else { return .null }
    return time.date.map { .number(Int($0.timeIntervalSince1970)) } ?? .string(time.text)
  }

  private static func bounce(_ bounce: Bounce) -> JSON {
    .object([
      "original": .text(bounce.originalMessageID), "standard": .bool(bounce.isStandard),
      "recipients": .texts(bounce.recipients.map { "\($0.address) \($0.action) \($0.status ?? "-") \($0.diagnostic ?? "-")" }),
    ])
  }
}
