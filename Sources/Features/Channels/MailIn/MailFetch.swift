import Desk
import Mail
import Storage

/// One look into one mailbox. A message is marked or deleted on the server only after it is durable here; a crash in between
/// brings it again, and its fingerprint tells that it is known.
struct MailFetch: Sendable {
  let world: World
  let mailbox: Mailbox
  let client: IMAPClient
  /// What the reader would refuse does not come into memory: it is written into a file as it comes, for the quarantine.
  static let largestInMemory = MailLimits().totalBytes
  /// Larger messages are not kept either: their headers are, and they stay on the server.
  static let largest = 1 << 30

  /// - Returns: how many new messages came.
  @discardableResult func run() async throws -> Int {
    let listing = try await client.list(mailbox.imapFolder, .after(mailbox.bookmark))
    if let bookmark = mailbox.bookmark, bookmark.validity == listing.validity {
      return try await goOn(from: bookmark, listing)
    }
    return try await begin(listing)
  }

  private func goOn(from bookmark: IMAPBookmark, _ listing: IMAPListing) async throws -> Int {
    var new = 0
    for uid in listing.uids {
      if try await take(uid, validity: listing.validity) { new += 1 }
      let reached = IMAPBookmark(validity: listing.validity, lastUID: uid)
      try await world.write { try mailbox.noteFetched(reached, in: $0) }
    }
    if listing.uids.isEmpty { try await noteCheck(bookmark) }
    return new
  }

  /// The first look, or the first after the server gave all messages new numbers. The bookmark is set at the end of the folder
  /// only when everything that is wanted of it is safe: a crash in between begins again and doubles nothing.
  private func begin(_ listing: IMAPListing) async throws -> Int {
    let wanted: [UInt32]
    switch mailbox.begins {
    case .all: wanted = listing.uids
    case .unseen: wanted = try await client.list(mailbox.imapFolder, .unseen).uids
    // After renumbering what came meanwhile is known by being unread.
    case .new: wanted = mailbox.bookmark == nil ? [] : try await client.list(mailbox.imapFolder, .unseen).uids
    }
    var new = 0
    for uid in wanted where try await take(uid, validity: listing.validity) { new += 1 }
    let end = IMAPBookmark(validity: listing.validity, lastUID: max(listing.uids.last ?? 0, wanted.last ?? 0))
    try await world.write { try mailbox.noteFetched(end, in: $0) }
    return new
  }

  private func noteCheck(_ bookmark: IMAPBookmark) async throws {
    let now = world.now()
    if mailbox.failingSince == nil, let last = mailbox.checkedAt, now < last + .seconds(Mailbox.checkedGrain) { return }
    try await world.write { try mailbox.noteFetched(bookmark, in: $0) }
  }

  private func take(_ uid: UInt32, validity: UInt32) async throws -> Bool {
    do {
      guard let new = try await store(uid, validity: validity) else { return false }
      try await mark(uid, validity: validity)
      return new > 0
    } catch let failure as TransportFailure where failure.kind == .refused {
      // Some servers keep a message that they cannot give out; waiting for it would keep all others waiting.
      try await keep([], size: 0, reason: "notHandedOut", ["error": failure.detail, "uid": String(uid)])
      return true
    }
  }

  /// - Returns: how many new messages it was; `nil` when nothing came that could be marked.
  private func store(_ uid: UInt32, validity: UInt32) async throws -> Int? {
    switch try await fetch(uid, validity: validity) {
    case .gone: return nil
    case .whole(let raw): return try await MailArrival.store(raw, in: [mailbox.id], world: world)
    case .tooLarge(let size?) where size > Self.largest:
      try await leave(uid, size: size, validity: validity)
      return nil
    case .tooLarge: return try await storeInFile(uid, validity: validity)
    }
  }

  /// A server that sends more than it said must not hold up the mailbox.
  private func fetch(_ uid: UInt32, validity: UInt32) async throws -> IMAPMessage {
    do {
      return try await client.fetch(uid, in: mailbox.imapFolder, validity: validity, limit: Self.largestInMemory)
    } catch let failure as TransportFailure where failure.kind == .tooLarge {
      return .tooLarge(size: nil)
    }
  }

  private func storeInFile(_ uid: UInt32, validity: UInt32) async throws -> Int? {
    let draft = try world.blobs.draft()
    do {
      let isThere = try await client.fetch(uid, in: mailbox.imapFolder, validity: validity, limit: Self.largest) { try draft.add($0) }
      return isThere ? try await MailArrival.store(draft, in: [mailbox.id], world: world) : nil
    } catch let failure as TransportFailure where failure.kind == .tooLarge {
      try await leave(uid, size: Self.largest + 1, validity: validity)
      return nil
    }
  }

  private func leave(_ uid: UInt32, size: Int, validity: UInt32) async throws {
    let headers = try await client.headers(uid, in: mailbox.imapFolder, validity: validity)
    try await keep(
      headers, size: size, reason: "leftOnServer", ["found": String(size), "allowed": String(Self.largest), "uid": String(uid)])
  }

  private func keep(_ headers: [UInt8], size: Int, reason: String, _ detail: [String: String]) async throws {
    try await MailArrival.setAside(headers, size: size, reason: reason, detail: detail, in: mailbox.id, world: world)
  }

  /// A folder that is not there yet is made.
  private func move(_ uid: UInt32, validity: UInt32) async throws {
    do {
      try await client.move(uid, in: mailbox.imapFolder, validity: validity, to: mailbox.afterFolder)
    } catch let failure as TransportFailure where failure.kind == .noSuchFolder {
      try await client.create(mailbox.afterFolder)
      try await client.move(uid, in: mailbox.imapFolder, validity: validity, to: mailbox.afterFolder)
    }
  }

  /// In a folder that others own nothing may be marked: the bookmark alone tells what is known then.
  private func mark(_ uid: UInt32, validity: UInt32) async throws {
    do {
      switch mailbox.afterFetch {
      case .seen: try await client.markSeen(uid, in: mailbox.imapFolder, validity: validity)
      case .delete: try await client.delete(uid, in: mailbox.imapFolder, validity: validity)
      case .move: try await move(uid, validity: validity)
      }
    } catch let failure as TransportFailure where failure.kind == .refused {
      world.log.warning("a message could not be marked", metadata: ["mailbox": "\(mailbox.address)", "error": "\(failure)"])
    }
  }
}
