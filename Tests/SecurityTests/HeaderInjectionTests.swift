import Desk
import DeskTesting
import Foundation
import Storage
import Testing

@testable import Channels
@testable import Mail

/// Class 11: what is typed or sent stays a value, and never becomes a header, an address or a line of SMTP.
@Suite struct HeaderInjectionTests {
  static let evils = [
    "a\r\nBcc: evil@evil.example", "a\nBcc: evil@evil.example", "a\rBcc: evil@evil.example", "a\u{0}Bcc: evil@evil.example",
    "a\r\n\r\n<script>",
    "a\u{2028}Bcc: evil@evil.example", "a\u{85}Bcc: evil@evil.example", "=?utf-8?B?YQ0KQmNjOiBldmlsQGV2aWwuZXhhbXBsZQ==?=",
    "=?utf-8?Q?a=0D=0ABcc:_evil@evil.example?=", "a\r\n Bcc: evil@evil.example", "\"a\" <evil@evil.example>, b",
    "a\r\n.\r\nRCPT TO:<evil@evil.example>",
  ]

  /// The text stands in every field of a reply that somebody can set; what goes over the wire is read by other eyes.
  /// A NUL is no part of a text that is kept.
  @Test(arguments: evils.filter { !$0.utf8.contains(0) }) func aReplyHasOnlyItsOwnHeaders(_ evil: String) async throws {
    let desk = try await TestDesk.make()
    let world = desk.world
    let (anna, ticket) = (desk.cast.anna, desk.cast.printerOnFire)
    try await world.write { change in
      var mailbox = Mailbox.blank(address: "support@service.example")
      (mailbox.name, mailbox.signature) = (evil, evil)
      mailbox.smtp = Mailbox.Access(url: "smtp://127.0.0.1:9?security=none", user: "", sealed: nil)
      try mailbox.insert(in: change)
      try change.db.run("UPDATE employee SET name = \(evil) WHERE id = \(anna)")
      try change.db.run("UPDATE contact SET name = \(evil)")
      try change.db.run("UPDATE ticket SET subject = \(evil)")
      let blob = try world.blobs.put([65])
      try change.db.run(
        """
        INSERT INTO attachment (public_id, uploader_id, blob, name, content_type, size, is_public, created_at)
        VALUES ('evil', \(anna), \(blob), \(evil), \("text/plain; x=\"" + evil), 1, 0, \(change.now))
        """)
    }
    let agent = try await desk.agent(anna)
    try await world.write { change in
      var found = try agent.ticket(ticket, in: change.db)
      var new = NewMessage(.public, MessageBody(source: "Да", html: "<p>Да</p>", text: "Да"))
      new.uploads = ["evil"]
      _ = try found.post(new, by: agent, in: change)
    }
    try await desk.pass(seconds: 10)
    let letter = try await world.read { db in
      try Letter.load(try db.value("SELECT id FROM mail_out WHERE purpose = 'reply'")!, in: db)!
    }
    #expect(letter.recipients == ["olga@romashka.example"])
    let wire = String(decoding: try letter.message(blobs: world.blobs, keys: world.keys), as: UTF8.self)
    let head = wire.components(separatedBy: "\r\n\r\n")[0].components(separatedBy: "\r\n")
    let names = head.filter { !$0.hasPrefix(" ") && !$0.hasPrefix("\t") }.map { $0.prefix { $0 != ":" }.lowercased() }
    let known: Set = [
      "from", "to", "subject", "date", "message-id", "in-reply-to", "references", "reply-to", "mime-version", "content-type",
      "content-transfer-encoding", "auto-submitted",
    ]
    #expect(Set(names).isSubset(of: known) && Set(names).count == names.count, "\(names)")
    let read = try MailReader.read(Array(wire.utf8))
    #expect(read.to.map(\.address) == ["olga@romashka.example"] && read.cc.isEmpty && read.from?.address == "support@service.example")
  }

  @Test(
    arguments: evils + ["a@b.example>\r\nRCPT TO:<evil@evil.example", "a@b.example \u{0}x", "@", "a@b.example,evil@evil.example\r\nX: y"])
  func copiesAreAddressesOrRefused(_ evil: String) async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let fields = [("kind", "reply"), ("text", "Да"), ("cc", evil)]
    let answer = try await anna.post("/tickets/\(desk.cast.printerOnFire)/messages", fields, headers: ["Accept": "application/json"])
    let stored: String? = try await desk.value("SELECT recipients FROM message WHERE author_kind = 'employee'")
    #expect(answer.status == 422 && stored == nil, "\(stored ?? "")")
  }

  /// Nothing that is typed becomes a header of an answer.
  @Test(arguments: evils) func answersKeepTheirHeaders(_ evil: String) async throws {
    let desk = try await TestDesk.make()
    let (anna, stranger) = (try await desk.browser(of: desk.cast.anna), desk.stranger())
    let query = evil.addingPercentEncoding(withAllowedCharacters: .alphanumerics)!
    let upload = try await anna.upload(
      "/uploads", files: [("file", evil.filter { $0 != "\"" }.replacing("\r\n", with: "%0d%0a"), "text/plain", [65])])
    let file = try upload.json()["url"] as? String ?? "/"
    let answers = [
      try await anna.get(file), try await anna.get("\(file.prefix { $0 != "." })/\(query)"), try await anna.get("/sign-in?next=/\(query)"),
      try await anna.get("/tickets?view=\(query)"), try await stranger.get("/tickets/\(query)"),
      try await stranger.get("/sign-in?language=\(query)"),
      try await anna.post("/companies", [("name", evil)]),
    ]
    for answer in answers {
      for field in answer.headers {
        #expect(
          field.value.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 || $0 == "\t" },
          "\(field.name): \(field.value.debugDescription)")
        #expect(!["bcc", "x"].contains(field.name.rawName.lowercased()))
      }
    }
  }
}
