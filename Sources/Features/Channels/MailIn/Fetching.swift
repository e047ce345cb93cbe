import Desk
import Mail
import ServiceLifecycle
import Storage

/// Fetches the mail of all mailboxes for as long as the program runs, each on a connection of its own and at its own pace: a
/// slow server holds no other mailbox up.
struct Fetching: Service {
  let world: World
  /// Mailboxes are looked at anew this often: one can be added or changed at any time.
  static let roundPause = Duration.seconds(5)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var watches: [Int64: (rev: Int64, task: Task<Void, Never>)] = [:]
      var turns = FetchingTurns()
      while !Task.isCancelled {
        await adjust(&watches, &turns)
        // Woken by the end of the program: nothing to report.
        try? await Task.sleep(for: Self.roundPause)
      }
      for watch in watches.values { watch.task.cancel() }
      for watch in watches.values { await watch.task.value }
      await giveBack(&turns)
    }
  }

  /// Another process need not wait until the leases run out.
  private func giveBack(_ turns: inout FetchingTurns) async {
    do {
      try await turns.end(world: world)
    } catch {
      world.log.warning("mailboxes could not be given back", metadata: ["error": "\(error)"])
    }
  }

  /// Changed settings begin a new watch, with the new servers and at once.
  private func adjust(_ watches: inout [Int64: (rev: Int64, task: Task<Void, Never>)], _ turns: inout FetchingTurns) async {
    let wanted: [Mailbox]
    do {
      let all = try await world.read { db in try Mailbox.all(in: db) }.filter { $0.isActive && $0.imap != nil }
      wanted = try await turns.mine(of: all, world: world)
    } catch is CancellationError {
      return
    } catch {
      return world.log.error("mailboxes could not be read", metadata: ["error": "\(error)"])
    }
    for (id, watch) in watches where !wanted.contains(where: { $0.id == id && $0.rev == watch.rev }) {
      watch.task.cancel()
      await watch.task.value
      watches[id] = nil
    }
    for mailbox in wanted where watches[mailbox.id] == nil {
      let watch = MailboxWatch(world: world, mailbox: mailbox.id)
      watches[mailbox.id] = (mailbox.rev, Task { await watch.run() })
    }
  }
}

/// Looks into one mailbox, waits for news, looks again; after a failure later and later.
struct MailboxWatch {
  let world: World
  let mailbox: Int64
  /// For servers that cannot tell of news by themselves.
  static let pause = 20
  /// How long to wait for the server's word before looking all the same.
  static let patience = 60
  static let pauseAfterFailure = 30
  /// A server that refuses logins locks the account when it is asked too often.
  static let longestPause = 600

  func run() async {
    var failures = 0
    var client: IMAPClient?
    while !Task.isCancelled {
      do {
        client = try await look(client)
        failures = 0
      } catch {
        client = nil
        failures += 1
        await report(error)
        let pause = min(Self.pauseAfterFailure << min(failures - 1, 8), Self.longestPause)
        // Woken by the end of the program or by new settings.
        try? await Task.sleep(for: .seconds(pause))
      }
    }
    await client?.close()
  }

  private func look(_ known: IMAPClient?) async throws -> IMAPClient? {
    let id = mailbox
    guard let mailbox = try await world.read({ db in try Mailbox.find(id, in: db) }) else { throw CancellationError() }
    let client = if let known { known } else { try await connection(to: mailbox) }
    try await MailFetch(world: world, mailbox: mailbox, client: client).run()
    if try await client.waitForNews(in: mailbox.imapFolder, seconds: Self.patience) == nil {
      try await Task.sleep(for: .seconds(Self.pause))
    }
    return client
  }

  private func connection(to mailbox: Mailbox) async throws -> IMAPClient {
    guard let server = try await mailbox.reach(mailbox.imap, world: world) else { throw CancellationError() }
    return IMAPClient(server)
  }

  private func report(_ error: any Error) async {
    let failure = (error as? TransportFailure) ?? TransportFailure(.refused, String(describing: error))
    guard !Task.isCancelled, !(error is CancellationError), failure.kind != .cancelled else { return }
    let id = mailbox
    world.log.warning("mail could not be fetched", metadata: ["mailbox": "\(id)", "error": "\(failure)"])
    do {
      try await world.write { change in
        guard let mailbox = try Mailbox.find(id, in: change.db) else { return }
        try mailbox.noteFailure(failure, in: change)
      }
      if failure.kind == .tokenRefused, let mailbox = try await world.read({ db in try Mailbox.find(id, in: db) }) {
        try await mailbox.forgetToken(world: world)
      }
    } catch {
      world.log.error("the failure of a mailbox could not be written down", metadata: ["error": "\(error)"])
    }
  }
}
