import Desk
import Foundation
import Logging
import Mail
import ServiceLifecycle
import Storage

/// Fetches the mail of all mailboxes, each on a connection of its own, for as long as the program runs.
struct Fetching: Service {
  let world: World
  /// Mailboxes are looked at anew this often: one can be added or changed at any time.
  static let roundPause = Duration.seconds(20)

  func run() async throws {
    let connections = Connections()
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await round(connections)
        // Woken by the end of the program: nothing to report.
        try? await Task.sleep(for: Self.roundPause)
      }
    }
  }

  private func round(_ connections: Connections) async {
    do {
      let mailboxes = try await world.read { db in try Mailbox.all(in: db) }.filter { $0.isActive && $0.imap != nil }
      await withTaskGroup(of: Void.self) { group in
        for mailbox in mailboxes { group.addTask { await fetch(mailbox, connections) } }
      }
    } catch {
      world.log.error("mailboxes could not be read", metadata: ["error": "\(error)"])
    }
  }

  private func fetch(_ mailbox: Mailbox, _ connections: Connections) async {
    do {
      guard let server = try mailbox.server(mailbox.imap, seal: world.keys.seal) else { return }
      let client = await connections.client(of: mailbox, server: server)
      try await MailFetch(world: world, mailbox: mailbox, client: client).run()
    } catch {
      world.log.warning("mail could not be fetched", metadata: ["mailbox": "\(mailbox.address)", "error": "\(error)"])
      do {
        try await world.write { try mailbox.noteFailure(String(describing: error), in: $0) }
      } catch {
        world.log.error("the failure of a mailbox could not be written down", metadata: ["error": "\(error)"])
      }
    }
  }

  /// Connections live as long as their mailbox's settings.
  private actor Connections {
    private var clients: [Int64: (rev: Int64, client: IMAPClient)] = [:]

    func client(of mailbox: Mailbox, server: MailServer) -> IMAPClient {
      if let known = clients[mailbox.id], known.rev == mailbox.rev { return known.client }
      let client = IMAPClient(server)
      clients[mailbox.id] = (mailbox.rev, client)
      return client
    }
  }
}

/// One look into one mailbox. A message is marked or deleted on the server only after it is durable here; a crash in between
/// brings it again, and its hash tells that it is known.
package struct MailFetch: Sendable {
  let world: World
  let mailbox: Mailbox
  let client: IMAPClient
  /// Larger messages are not fetched: their headers are kept in the quarantine, and they stay on the server.
  static let largest = 60 << 20

  package init(world: World, mailbox: Mailbox, client: IMAPClient) {
    self.world = world
    self.mailbox = mailbox
    self.client = client
  }

  /// - Returns: how many new messages came.
  @discardableResult package func run() async throws -> Int {
    let listing = try await client.list(mailbox.imapFolder, .after(mailbox.bookmark))
    var new = 0
    for uid in listing.uids {
      if try await take(uid, validity: listing.validity) { new += 1 }
      let bookmark = IMAPBookmark(validity: listing.validity, lastUID: uid)
      try await world.write { try mailbox.noteFetched(bookmark, in: $0) }
    }
    if listing.uids.isEmpty {
      let last = mailbox.bookmark.flatMap { $0.validity == listing.validity ? $0.lastUID : nil } ?? 0
      try await world.write { try mailbox.noteFetched(IMAPBookmark(validity: listing.validity, lastUID: last), in: $0) }
    }
    return new
  }

  private func take(_ uid: UInt32, validity: UInt32) async throws -> Bool {
    switch try await client.fetch(uid, in: mailbox.imapFolder, validity: validity, limit: Self.largest) {
    case .gone: return false
    case .tooLarge(let size, let headers):
      try await MailArrival.quarantineTooLarge(headers, size: size, limit: Self.largest, in: mailbox.id, world: world)
      return true
    case .whole(let raw):
      let isNew = try await MailArrival.store(raw, in: mailbox.id, world: world).isNew
      switch mailbox.afterFetch {
      case .seen: try await client.markSeen(uid, in: mailbox.imapFolder, validity: validity)
      case .delete: try await client.delete(uid, in: mailbox.imapFolder, validity: validity)
      }
      return isNew
    }
  }
}
