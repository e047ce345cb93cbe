import Desk
import DeskTesting
import Storage

@testable import Channels

/// A desk with a secret in every corner: a word that stands nowhere else and is known to some people only.
struct SecretDesk {
  struct Ticket: Sendable {
    var number: Int64 = 0
    var message: Int64 = 0
    var note: Int64 = 0
    var file = ""
    var noteFile = ""
    var mail: Int64 = 0
    var noteMail: Int64 = 0
    var letter: Int64 = 0
    var noteLetter: Int64 = 0
    var company: Int64 = 0
    var contact: Int64 = 0
  }

  /// A word, and who may read it.
  struct Secret: Sendable {
    let word: String
    let isKnown: @Sendable (Person) -> Bool
  }

  let desk: TestDesk
  var people: [Person: Int64] = [:]
  var tickets: [Place: Ticket] = [:]
  var looseMail: Int64 = 0
  var mailbox: Int64 = 0
  var field: Int64 = 0
  /// Anna's, and nobody else's.
  var notice: Int64 = 0
  var session: Int64 = 0
  var upload = ""
  private(set) var secrets: [Secret] = []

  static func make() async throws -> SecretDesk {
    var made = SecretDesk(desk: try await TestDesk.make())
    try await made.hire()
    try await made.addMailbox()
    for place in Place.allCases { try await made.addTicket(place) }
    try await made.addAnnasThings()
    return made
  }

  private init(desk: TestDesk) { self.desk = desk }

  func browser(of person: Person) async throws -> Browser {
    guard let id = people[person] else { return desk.stranger() }
    return try await desk.browser(of: id)
  }

  /// A new word that only those may read for whom `isKnown` holds.
  mutating func secret(_ name: String, _ isKnown: @escaping @Sendable (Person) -> Bool) -> String {
    let word = "canary\(name.lowercased())\(secrets.count)z"
    secrets.append(Secret(word: word, isKnown: isKnown))
    return word
  }

  private mutating func hire() async throws {
    let cast = desk.cast
    (people, field) = try await desk.world.write { change in
      let db = change.db
      let field: Int64? = try db.value("INSERT INTO team (name) VALUES ('Field') RETURNING id")
      var people: [Person: Int64] = [.administrator: cast.boss, .agent: cast.boris, .auditor: cast.audit]
      for person in Person.allCases where person != .stranger && !person.isReady {
        let role: Int64? = try db.value("INSERT INTO role (name) VALUES (\(person.rawValue)) RETURNING id")
        for (right, scope) in person.rights {
          try db.run("INSERT INTO role_right (role_id, right_key, scope) VALUES (\(role), \(right), \(scope))")
        }
        let id: Int64? = try db.value(
          """
          INSERT INTO employee (public_id, name, email, role_id, language, time_zone, created_at)
          VALUES (\(person.rawValue), \(person.rawValue), \(person.rawValue + "@service.example"), \(role), 'en', 'Europe/Moscow', \(change.now))
          RETURNING id
          """)
        try db.run("INSERT INTO team_member (team_id, employee_id) VALUES (\(field), \(id))")
        people[person] = id
      }
      return (people, field!)
    }
  }

  private mutating func addMailbox() async throws {
    var new = Mailbox.blank(address: "support@service.example")
    let seal = desk.world.keys.seal
    new.smtp = Mailbox.Access(
      url: "smtp://127.0.0.1:9?security=none", user: "desk", sealed: seal.close(.init(secret("MailboxPassword") { _ in false })))
    let mailbox = new
    self.mailbox = try await desk.world.write { change in
      var mailbox = mailbox
      try mailbox.insert(in: change)
      return mailbox.id
    }
  }

  private mutating func addTicket(_ place: Place) async throws {
    let (seen, notes): (@Sendable (Person) -> Bool, @Sendable (Person) -> Bool) = (place.isSeen, place.showsNotes)
    let client: @Sendable (Person) -> Bool = { place.isSeen(by: $0) || $0.rights[.viewClients] != nil }
    let words = SecretTicket(
      place: place, subject: secret("Subject", seen), text: secret("Text", seen), note: secret("Note", notes),
      file: secret("File", seen), noteFile: secret("NoteFile", notes), mail: secret("Mail", seen), noteMail: secret("NoteMail", notes),
      letter: secret("Letter", seen),
      noteLetter: secret("NoteLetter", notes), company: secret("Company", client), contact: secret("Contact", client))
    tickets[place] = try await words.add(to: self)
  }

  private mutating func addAnnasThings() async throws {
    let (nobody, cast, foreign): (@Sendable (Person) -> Bool, Cast, Ticket) = ({ _ in false }, desk.cast, tickets[.foreign]!)
    let (draft, fields, loose) = (secret("Draft", nobody), secret("NewDraft", nobody), secret("Loose") { $0.rights[.viewMail] != nil })
    let blob = try desk.world.blobs.put(Array(secret("Upload", nobody).utf8))
    let token = secret("Session", nobody)
    let mailbox = mailbox
    (notice, session, looseMail) = try await desk.world.write { change in
      let (db, now) = (change.db, change.now)
      for kind in ["public", "note"] {
        try db.run(
          """
          INSERT INTO draft (ticket_number, employee_id, kind, text, format, saved_at)
          VALUES (\(foreign.number), \(cast.anna), \(kind), \(draft), 'text', \(now))
          """)
      }
      try db.run("INSERT INTO new_ticket_draft (employee_id, text, saved_at) VALUES (\(cast.anna), \(fields), \(now))")
      try db.run(
        """
        INSERT INTO attachment (public_id, uploader_id, blob, name, content_type, size, is_public, created_at)
        VALUES ('annasupload', \(cast.anna), \(blob), 'waiting.txt', 'text/plain', 20, 0, \(now))
        """)
      let notice: Int64? = try db.value("SELECT id FROM notification WHERE employee_id = \(cast.anna) ORDER BY id DESC LIMIT 1")
      let session: Int64? = try db.value(
        """
        INSERT INTO session (token_hash, employee_id, created_at, seen_at, expires_at, address, browser)
        VALUES ('x', \(cast.anna), \(now), \(now), \(now.adding(milliseconds: 1_000_000)), '203.0.113.9', \(token)) RETURNING id
        """)
      let mail = try Self.arrived(loose, ticket: nil, outcome: "quarantined", mailbox: mailbox, in: change)
      return (notice!, session!, mail)
    }
    upload = "annasupload"
  }

  static func arrived(_ word: String, ticket: Int64?, outcome: String, mailbox: Int64, in change: Transaction) throws -> Int64 {
    let raw = Array("From: \(word) <a@b.example>\r\nTo: support@service.example\r\nSubject: \(word)\r\n\r\n\(word)\r\n".utf8)
    let id: Int64? = try change.db.value(
      """
      INSERT INTO mail (mailbox_id, hash, from_email, from_name, subject, subject_key, size, received_at, outcome, reason, ticket_number, handled_at)
      VALUES (\(mailbox), \(word), 'a@b.example', \(word), \(word), \(word), \(raw.count), \(change.now), \(outcome), 'stranger', \(ticket),
        \(change.now))
      RETURNING id
      """)
    try change.db.run("INSERT INTO mail_raw (mail_id, bytes) VALUES (\(id), \(raw))")
    return id!
  }
}
