import Channels
import Desk
import Storage

/// The example has no mail server. What comes in is handled as on a running desk; of what goes out a stand-in says what a server would
/// have said.
struct DemoMail: Sendable {
  static let address = "help@service.example"
  /// Every so many mails one is refused if it is a reply; of so many replies one comes back.
  fileprivate static let refuseEvery: Int64 = 40
  private static let bounceEvery = 24

  private let mailbox: Int64
  private var replies = 0

  /// The desk's mailbox, as the administrator connects it.
  static func connect(by boss: Int64, world: World) async throws -> DemoMail {
    try await world.write { change in
      var mailbox = Mailbox.blank(address: address)
      mailbox.name = DemoCast.company
      mailbox.smtp = Mailbox.Access(url: "smtps://smtp.service.example:465", user: address, sealed: nil)
      try mailbox.add(by: .employee(boss), in: change)
      return DemoMail(mailbox: mailbox.id)
    }
  }

  private init(mailbox: Int64) { self.mailbox = mailbox }

  /// - Returns: the ticket that the letter became or went to.
  @discardableResult
  func receive(_ letter: DemoLetter, world: World) async throws -> Int64? {
    try await MailArrival.store(letter.bytes, in: [mailbox], world: world)
    try await MailArrival.handleWaiting(world: world)
    return try await world.read { try $0.value("SELECT ticket_number FROM mail ORDER BY id DESC LIMIT 1") }
  }

  /// Now and then a full mailbox sends the last reply back.
  mutating func bounceSome(of ticket: Int64, world: World) async throws {
    replies += 1
    guard replies % Self.bounceEvery == 0,
      let sent = try await world.read({ db in
        try db.row(
          """
          SELECT header_id, recipients FROM mail_out WHERE ticket_number = \(ticket) AND purpose = 'reply' AND state = 'sent'
          ORDER BY id DESC LIMIT 1
          """)
      })
    else { return }
    try await receive(.bounce(of: sent["header_id"], to: sent["recipients"]), world: world)
  }

  /// Nobody listens to a server of an example: from now on the mailbox rests.
  func disconnect(by boss: Int64, world: World) async throws {
    try await world.write { change in
      guard var mailbox = try Mailbox.find(mailbox, in: change.db) else { return }
      mailbox.isActive = false
      try mailbox.save(by: .employee(boss), in: change)
      // Yesterday's notices were read.
      try change.db.run("UPDATE notification SET read_at = at WHERE at < \(change.now + .seconds(-16 * 3600))")
    }
  }
}

/// Stands in for the job that sends.
struct DemoDelivery: Job {
  static let kind = PlayedDelivery.kind
  let mail: Int64

  func run(in world: World) async throws {
    let isRefused = mail % DemoMail.refuseEvery == 11
    try await world.write { change in
      try PlayedDelivery.conclude(mail, refusedWith: isRefused ? "tooLarge: 552 5.3.4 Message too big" : nil, in: change)
    }
  }
}
