import Foundation
import Mail
import Testing

/// What we build, read by a library that shares no line with ours.
struct OtherReaderTests {
  static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first { FileManager.default.isExecutableFile(atPath: $0) }

  private struct Seen: Decodable {
    let subject, messageID, references, text, html: String
    let from, to, cc, replyTo, seconds, files, defects, shape: [String]
  }

  private func read(_ raw: [UInt8]) throws -> Seen {
    let process = Process()
    process.executableURL = URL(filePath: try #require(Self.python))
    process.arguments = [try #require(Bundle.module.url(forResource: "read_message", withExtension: "py")).path]
    process.environment = ["PYTHONIOENCODING": "utf-8", "PATH": "/usr/bin:/bin"]
    let (input, output) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(raw))
    try input.fileHandleForWriting.close()
    let answer = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return try JSONDecoder().decode(Seen.self, from: answer)
  }

  @Test(.enabled(if: python != nil, "python3 is not installed")) func pythonReadsTheSame() throws {
    let built = MailWriterTests.full()
    let seen = try read(MailWriter.write(built))
    func people(_ list: [MailAddress]) -> [String] { list.map { "\($0.name ?? "")|\($0.address)" } }
    #expect(seen.defects == [])
    #expect(seen.subject == built.subject)
    #expect(seen.from == people([built.from]))
    #expect(seen.to == people(built.to))
    #expect(seen.cc == people(built.cc))
    #expect(seen.replyTo == people(built.replyTo))
    #expect(seen.seconds == ["\(Int(built.date.timeIntervalSince1970))"])
    #expect(seen.messageID == "<\(built.messageID)>")
    #expect(seen.references == built.references.map { "<\($0)>" }.joined(separator: " "))
    #expect(seen.text == built.text)
    #expect(seen.html == built.html)
    let files = built.inlineImages.map(\.file) + built.attachments
    let types = ["image/png", "application/pdf", "text/plain", "application/octet-stream"]
    #expect(seen.files == zip(files, types).map { "\($0.name)|\($1)|\(Data($0.bytes).base64EncodedString())" })
    #expect(seen.shape == ["multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html"] + types)
  }
}
