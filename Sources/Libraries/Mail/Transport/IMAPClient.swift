/// What was read of a folder up to now. UIDs mean nothing under another validity.
package struct IMAPBookmark: Sendable, Equatable {
  package var validity: UInt32
  package var lastUID: UInt32

  package init(validity: UInt32, lastUID: UInt32) {
    self.validity = validity
    self.lastUID = lastUID
  }
}

package struct IMAPFolder: Sendable, Equatable {
  package var name: String
  /// False for a folder that only holds others.
  package var canHoldMessages: Bool
}

/// Which messages of a folder are new.
package enum IMAPNews: Sendable {
  /// Above the bookmark; all of them without one or when its validity is another.
  case after(IMAPBookmark?)
  case unseen
}

package struct IMAPListing: Sendable, Equatable {
  package var validity: UInt32
  /// Ascending. Messages marked as deleted are left out.
  package var uids: [UInt32]
}

package enum IMAPMessage: Sendable, Equatable {
  case whole([UInt8])
  /// Over the limit. What the server says of its size can be wrong, and missing.
  case tooLarge(size: Int?)
  /// No longer in the folder.
  case gone
}

/// Reads a mailbox. Each client has a thread of its own, one connection and one call at a time; a call after a failure connects anew.
package actor IMAPClient {
  private let server: MailServer
  private let thread: OwnThread
  private var dialogue: IMAPDialogue?
  private var selected: (folder: String, validity: UInt32)?
  private static let headerLimit = 256 << 10

  package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  package init(_ server: MailServer) {
    self.server = server
    thread = OwnThread(name: "imap \(server.host)")
  }

  /// Connects and logs in, for a person who wants to know whether the settings are right.
  package func test(folder: String = "INBOX") throws { _ = try list(folder, .unseen) }

  package func folders() throws -> [IMAPFolder] {
    try talk { dialogue in
      try dialogue.command("LIST \"\" \"*\"").compactMap(IMAPReading.folder)
    }
  }

  package func list(_ folder: String, _ news: IMAPNews) throws -> IMAPListing {
    try talk { dialogue in
      let validity = try select(folder, dialogue, again: true)
      let answers: [IMAPResponse]
      var first: UInt32 = 1
      switch news {
      case .unseen: answers = try dialogue.command("UID SEARCH UNSEEN UNDELETED")
      case .after(let bookmark):
        if let bookmark, bookmark.validity == validity { first = bookmark.lastUID == .max ? .max : bookmark.lastUID + 1 }
        answers = try dialogue.command("UID SEARCH UID \(first):* UNDELETED")
      }
      // `n:*` holds the last message even if its UID is below n.
      return IMAPListing(validity: validity, uids: IMAPReading.uids(answers).filter { $0 >= first }.sorted())
    }
  }

  /// The bytes of a message, which stays unread. Nothing over `limit` is fetched.
  package func fetch(_ uid: UInt32, in folder: String, validity: UInt32, limit: Int) throws -> IMAPMessage {
    try talk { dialogue in
      try select(folder, validity, dialogue)
      guard let size = IMAPReading.size(try dialogue.command("UID FETCH \(uid) (UID RFC822.SIZE)"), uid: uid) else { return .gone }
      if size > limit { return .tooLarge(size: size) }
      let answers = try dialogue.command("UID FETCH \(uid) (UID BODY.PEEK[])", literalLimit: Self.slack(limit))
      return IMAPReading.body(answers, uid: uid).map { .whole($0) } ?? .gone
    }
  }

  /// Hands over the bytes of a message piece by piece, so that memory need not hold it. The message stays unread.
  /// - Returns: false when it is no longer in the folder.
  /// - Throws: `tooLarge` above the limit, and what `take` throws.
  package func fetch(
    _ uid: UInt32, in folder: String, validity: UInt32, limit: Int, take: @escaping @Sendable (ArraySlice<UInt8>) throws -> Void
  ) throws -> Bool {
    try talk { dialogue in
      try select(folder, validity, dialogue)
      let answers = try dialogue.command("UID FETCH \(uid) (UID BODY.PEEK[])", literalLimit: Self.slack(limit), body: take)
      guard let rest = IMAPReading.body(answers, uid: uid) else { return false }
      // A short body comes within the line itself.
      try take(rest[...])
      return true
    }
  }

  /// Servers count a little wrongly at times.
  private static func slack(_ limit: Int) -> Int { limit + limit / 8 + 4096 }

  /// The headers of a message, at most 256 KiB of them.
  package func headers(_ uid: UInt32, in folder: String, validity: UInt32) throws -> [UInt8] {
    try talk { dialogue in
      try select(folder, validity, dialogue)
      let part = "BODY.PEEK[HEADER]<0.\(Self.headerLimit)>"
      return IMAPReading.body(try dialogue.command("UID FETCH \(uid) (UID \(part))"), uid: uid) ?? []
    }
  }

  package func markSeen(_ uid: UInt32, in folder: String, validity: UInt32) throws {
    try talk { dialogue in
      try select(folder, validity, dialogue)
      try dialogue.command("UID STORE \(uid) +FLAGS.SILENT (\\Seen)")
    }
  }

  /// Removes the message. On a server without UIDPLUS it is only marked as deleted, since EXPUNGE there would remove others' messages
  /// too.
  package func delete(_ uid: UInt32, in folder: String, validity: UInt32) throws {
    try talk { dialogue in
      try select(folder, validity, dialogue)
      try remove(uid, dialogue)
    }
  }

  /// Moves the message. Throws `noSuchFolder` if the target is not there.
  package func move(_ uid: UInt32, in folder: String, validity: UInt32, to target: String) throws {
    try talk { dialogue in
      try select(folder, validity, dialogue)
      let name = try IMAPFolderName.quoted(target)
      if dialogue.capabilities.contains("MOVE") {
        try dialogue.command("UID MOVE \(uid) \(name)")
      } else {
        try dialogue.command("UID COPY \(uid) \(name)")
        try remove(uid, dialogue)
      }
    }
  }

  package func create(_ folder: String) throws {
    try talk { dialogue in try dialogue.command("CREATE \(IMAPFolderName.quoted(folder))") }
  }

  /// Waits until there is news in the folder. False when there was none for so long; nil when the server cannot tell (no IDLE): ask it by
  /// `list`.
  package func waitForNews(in folder: String, seconds: Int) throws -> Bool? {
    try talk { dialogue in
      guard dialogue.capabilities.contains("IDLE") else { return nil }
      _ = try select(folder, dialogue, again: false)
      return try dialogue.idle(seconds: seconds)
    }
  }

  package func close() {
    // The connection ends in any case; whether the server heard it does not matter.
    _ = try? dialogue?.command("LOGOUT")
    forget()
  }

  private func remove(_ uid: UInt32, _ dialogue: IMAPDialogue) throws {
    try dialogue.command("UID STORE \(uid) +FLAGS.SILENT (\\Deleted)")
    if dialogue.capabilities.contains("UIDPLUS") { try dialogue.command("UID EXPUNGE \(uid)") }
  }

  private func select(_ folder: String, _ expected: UInt32, _ dialogue: IMAPDialogue) throws {
    let validity = try select(folder, dialogue, again: false)
    guard validity == expected else { throw TransportFailure(.folderRenumbered, "\(folder): \(expected), now \(validity)") }
  }

  /// Opens the folder and gives its validity.
  private func select(_ folder: String, _ dialogue: IMAPDialogue, again: Bool) throws -> UInt32 {
    if let selected, selected.folder == folder, !again { return selected.validity }
    selected = nil
    let answers: [IMAPResponse]
    do {
      answers = try dialogue.command("SELECT \(IMAPFolderName.quoted(folder))")
    } catch let failure as TransportFailure where failure.kind == .refused {
      // The code for a missing folder is younger than many servers.
      throw TransportFailure(.noSuchFolder, failure.detail)
    }
    guard let validity = IMAPReading.validity(answers) else { throw TransportFailure(.protocolViolation, "no UIDVALIDITY") }
    selected = (folder, validity)
    return validity
  }

  /// Runs commands on the connection. After a failure of the connection itself the next call makes a new one.
  @discardableResult
  private func talk<Result>(_ body: (IMAPDialogue) throws -> Result) throws -> Result {
    do {
      let current = try dialogue ?? IMAPDialogue(server)
      dialogue = current
      return try body(current)
    } catch let failure as TransportFailure {
      if ![.noSuchFolder, .refused, .deferred, .invalidName, .folderRenumbered].contains(failure.kind) { forget() }
      throw failure
    } catch {
      // Somebody gave up in the middle of an answer: what would come next on this connection is the rest of it.
      forget()
      throw error
    }
  }

  private func forget() {
    dialogue = nil
    selected = nil
  }
}
