import Foundation
import Storage

/// A message as the composer sends it.
package struct NewMessage: Sendable {
  package var kind: Message.Kind
  package var body: MessageBody
  package var cc: [String] = []
  /// The newest message that its author had before the eyes; `nil` sends whatever came meanwhile.
  package var lastSeen: Int64?
  /// The status that the ticket takes along with it.
  package var status: Int64?
  /// Public ids of files that went up before.
  package var uploads: [String] = []
  /// Files that came with the form itself.
  package var files: [NewUpload] = []

  package init(_ kind: Message.Kind, _ body: MessageBody) {
    self.kind = kind
    self.body = body
  }

  package static let mostCopies = 50

  /// Addresses separated by commas, semicolons or line ends, each once.
  package static func addresses(in text: String) throws -> [String] {
    var list: [String] = []
    for piece in text.split(whereSeparator: { ",;\n\r\r\n".contains($0) }) {
      let address = piece.trimmingCharacters(in: .whitespaces)
      guard !address.isEmpty else { continue }
      guard EmailAddress.isPlausible(address) else {
        throw Refusal.invalid("cc", "composer.badAddress", ["address": String(address.prefix(100))])
      }
      if !list.contains(where: { EmailAddress.normalized($0) == EmailAddress.normalized(address) }) { list.append(address) }
    }
    guard list.count <= mostCopies else { throw Refusal.invalid("cc", "composer.manyCopies", ["limit": String(mostCopies)]) }
    return list
  }
}

extension Ticket {
  /// A reply or a note with its files. A picture in the text that is no file of this message is left out.
  package mutating func post(_ new: NewMessage, by agent: Agent, in change: Transaction) throws -> Message {
    if new.status != nil, !agent.mayDo(.changeTickets, to: self) { throw Refusal.forbidden(.changeTickets) }
    let (body, files) = try agent.gather(new.body, uploads: new.uploads, files: new.files, on: number, in: change)
    guard !body.isEmpty || !files.isEmpty else { throw Refusal.invalid("text", "error.messageEmpty") }
    return try say(new, body.named(byFiles: files.isEmpty ? [] : try names(of: files, in: change.db)), files, by: agent, in: change)
  }

  private mutating func say(_ new: NewMessage, _ body: MessageBody, _ files: [Int64], by agent: Agent, in change: Transaction) throws
    -> Message
  {
    switch new.kind {
    case .public:
      var recipients = try requesterAddress(in: change.db).map { [$0] } ?? []
      for address in new.cc where !recipients.contains(where: { EmailAddress.normalized($0) == EmailAddress.normalized(address) }) {
        recipients.append(address)
      }
      return try reply(body, to: recipients, by: agent, lastSeen: new.lastSeen, status: new.status, attachments: files, in: change)
    case .note:
      let message = try note(body, by: agent, attachments: files, in: change)
      if let status = new.status { try setStatus(status, by: agent.actor, in: change) }
      return message
    }
  }

  /// Where an answer goes to: the requester's first address. A contact without one is answered in the desk alone.
  package func requesterAddress(in db: any Database) throws -> String? {
    guard let requesterID else { return nil }
    return try db.value("SELECT email FROM contact_email WHERE contact_id = \(requesterID) ORDER BY position LIMIT 1")
  }

  private func names(of files: [Int64], in db: any Database) throws -> [String] {
    try db.values("SELECT name FROM attachment WHERE id IN (\(list: files)) ORDER BY id")
  }
}

extension Agent {
  /// A typed text and the files that belong to it: those that went up before, those that came with the form, and pictures
  /// inside of the text. A picture that is none of one's own waiting files is left out.
  func gather(_ body: MessageBody, uploads: [String], files: [NewUpload], on ticket: Int64?, in change: Transaction) throws
    -> (body: MessageBody, files: [Int64])
  {
    let pictures = ComposedPictures.ids(in: body.html)
    var found = try waitingUploads(uploads + pictures, on: ticket, in: change.db)
    guard Set(uploads).isSubset(of: found.keys) else { throw Refusal.invalid("upload", "files.unknown") }
    let shown = body.with(html: ComposedPictures.html(body.html, keeping: Set(found.keys)))
    for file in files {
      let kept = try keep(file, in: change)
      found[kept.publicID] = kept.id
    }
    try change.db.run("UPDATE attachment SET is_inline = 1 WHERE id IN (\(list: pictures.compactMap { found[$0] }))")
    return (shown, found.values.sorted())
  }
}

extension MessageBody {
  /// Files without a word are a message too; their names are what previews and the search find.
  fileprivate func named(byFiles names: [String]) -> MessageBody {
    guard text.allSatisfy(\.isWhitespace), !names.isEmpty else { return self }
    return MessageBody(source: source, html: html, text: names.joined(separator: ", "))
  }
}
