import Desk
import Mail

/// A message on its way in over SMTP. A long one is written into a file as it comes: memory never holds more than the beginning, however many
/// come at once.
struct ArrivingMail: SMTPArrival {
  private let envelope: SMTPEnvelope
  private let world: World
  private(set) var held: [UInt8]
  private var draft: BlobDraft?

  init(envelope: SMTPEnvelope, world: World) {
    (self.envelope, self.world) = (envelope, world)
    // What only the envelope tells: where bounces go, and the address with a reply token that need not stand in the header.
    let recipients = envelope.recipients.map { "Delivered-To: \($0)\r\n" }.joined()
    held = Array("Return-Path: <\(envelope.sender)>\r\n\(recipients)".utf8)
  }

  mutating func add(_ bytes: [UInt8]) throws {
    held += bytes
    guard draft != nil || held.count > MailArrival.largestInRow else { return }
    let draft = try draft ?? world.blobs.draft()
    try draft.add(held[...])
    (self.draft, held) = (draft, [])
  }

  func deliver() async throws -> SMTPDecision {
    let envelope = envelope
    let mailboxes = try await world.read { db in try envelope.recipients.map { try Mailbox.find(recipient: $0, in: db)?.id } }
    let known = Set(mailboxes.compactMap { $0 }).sorted()
    if let draft {
      _ = try await MailArrival.store(draft, in: known, world: world)
    } else {
      try await MailArrival.store(held, in: known, world: world)
    }
    world.hindrances.end(Receiving.trouble)
    // Accepted a moment ago and gone since: the sender hears of it, nothing is dropped in silence.
    return .each(mailboxes.map { $0 == nil ? .deferred("The mailbox was switched off") : .accepted })
  }
}
