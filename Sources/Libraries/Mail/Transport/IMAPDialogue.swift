/// An answer of an IMAP server, its literals taken out of the text.
struct IMAPResponse {
  /// Without the leading `* `; `{n}` stands where a literal was.
  var text: String
  var literals: [[UInt8]] = []
}

/// Commands and answers over a connection, RFC 3501.
final class IMAPDialogue {
  private(set) var capabilities: Set<String> = []
  private let connection: ServerConnection
  private var count = 0
  /// A search in a large folder answers in a single line.
  private static let longestLine = 32 << 20
  private static let mostAnswers = 100_000
  private static let smallLiteral = 1 << 20

  init(_ server: MailServer) throws {
    connection = try ServerConnection(server, scheme: "imap")
    for answer in try command("CAPABILITY") where answer.text.hasPrefix("CAPABILITY ") {
      capabilities = Set(answer.text.uppercased().split(separator: " ").dropFirst().map(String.init))
    }
  }

  /// Takes the bytes of a body as they come in.
  typealias BodySink = (ArraySlice<UInt8>) throws -> Void

  /// Sends a command and waits for its end. Gives the untagged answers; throws what the server refuses.
  /// - Parameter body: takes over the literals that hold a body; they are empty in the answers then.
  @discardableResult
  func command(_ text: String, literalLimit: Int = smallLiteral, body: BodySink? = nil) throws -> [IMAPResponse] {
    let tag = try begin(text)
    return try finish(tag, literalLimit: literalLimit, body: body)
  }

  /// Waits for news in the selected folder; true when there are some.
  func idle(seconds: Int) throws -> Bool {
    let tag = try begin("IDLE")
    var isNew = false
    let end = ContinuousClock.now + .seconds(seconds)  // measures: the wait that was asked for
    do {
      while !isNew {
        // Servers say that they are still there from time to time: silence alone does not measure the wait.
        let left = Int((end - ContinuousClock.now).components.seconds)  // measures: what is left of it
        guard left >= 0 else { break }
        let answer = try response(literalLimit: Self.smallLiteral, seconds: left + 1)
        if answer.text.hasPrefix("\(tag) ") { return try self.end(tag, answer, []) == nil }
        isNew = answer.text.hasSuffix(" EXISTS") || answer.text.hasSuffix(" RECENT")
      }
    } catch let failure as TransportFailure where failure.kind == .timeout {
      // Nothing came: the command is ended like after news.
    }
    try connection.send("DONE")
    _ = try finish(tag, literalLimit: Self.smallLiteral)
    return isNew
  }

  private func begin(_ text: String) throws -> String {
    guard text.utf8.allSatisfy({ $0 != 10 && $0 != 13 && $0 != 0 }) else { throw TransportFailure(.invalidName, text) }
    count += 1
    let tag = "D\(count)"
    try connection.send("\(tag) \(text)")
    return tag
  }

  private func finish(_ tag: String, literalLimit: Int, body: BodySink? = nil) throws -> [IMAPResponse] {
    var answers: [IMAPResponse] = []
    while answers.count < Self.mostAnswers {
      let answer = try response(literalLimit: literalLimit, seconds: nil, body: body)
      if let all = try end(tag, answer, answers) { return all }
      if answer.text.hasPrefix("* ") { answers.append(IMAPResponse(text: String(answer.text.dropFirst(2)), literals: answer.literals)) }
    }
    throw TransportFailure(.protocolViolation, "more than \(Self.mostAnswers) answers")
  }

  /// All answers when this one ends the command, nil when more will come.
  private func end(_ tag: String, _ answer: IMAPResponse, _ answers: [IMAPResponse]) throws -> [IMAPResponse]? {
    let text = answer.text
    if text.hasPrefix("\(tag) OK") { return answers }
    if text.hasPrefix("* BYE"), tag != "" { throw TransportFailure(.disconnected, text) }
    guard text.hasPrefix("\(tag) ") else { return nil }
    let isMissing = text.contains("[NONEXISTENT]") || text.contains("[TRYCREATE]")
    let isPassing = ["[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]"].contains(where: text.contains)
    throw TransportFailure(isMissing ? .noSuchFolder : isPassing ? .deferred : .refused, String(text.dropFirst(tag.count + 1)))
  }

  private func response(literalLimit: Int, seconds: Int?, body: BodySink? = nil) throws -> IMAPResponse {
    var answer = IMAPResponse(text: "")
    while true {
      let line = try connection.line(limit: Self.longestLine, seconds: seconds)
      answer.text += String(decoding: line, as: UTF8.self)
      guard let length = literalLength(line) else { return answer }
      guard length <= literalLimit else { throw TransportFailure(.tooLarge, "\(length) bytes") }
      if let body, answer.text.contains("BODY[") {
        try connection.pieces(length, body)
        answer.literals.append([])
      } else {
        answer.literals.append(try connection.bytes(length))
      }
    }
  }

  /// The number in `{…}` at the end of a line.
  private func literalLength(_ line: [UInt8]) -> Int? {
    guard line.last == UInt8(ascii: "}"), let start = line.lastIndex(of: UInt8(ascii: "{")) else { return nil }
    return Int(String(decoding: line[(start + 1)..<(line.count - 1)], as: UTF8.self))
  }
}
