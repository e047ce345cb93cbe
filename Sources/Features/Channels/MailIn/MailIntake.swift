import Desk
import Storage

/// Turns stored messages into what they are: a ticket, a follow-up, a bounce, or something that only waits to be seen. One
/// job for all of them: it takes them in the order of arrival, since an answer must not overtake what it answers, nor two
/// copies of a message each other.
struct HandleMail: Job {
  static let kind = "mail.handle"

  static func enqueue(in change: Transaction) throws { try change.enqueue(HandleMail(), key: "waiting") }

  func run(in world: World) async throws { try await MailIntake(world: world).handleWaiting() }
}

extension MailArrival {
  /// What `HandleMail` does on a running desk.
  package static func handleWaiting(world: World) async throws { try await MailIntake(world: world).handleWaiting() }
}

/// Handles what waits, several messages in one transaction: a crash anywhere repeats the whole and doubles nothing. A message
/// that cannot be handled is set aside, so that it holds nobody up.
struct MailIntake: Sendable {
  let world: World
  /// A message that took the program down with it this often is not opened again by itself.
  static let mostTries = 5
  static let mostAtOnce = 32
  static let mostBytesAtOnce: Int64 = 32 << 20
  /// After so many rounds another worker may go on: the job's lease must not run out.
  static let mostRounds = 50

  func handleWaiting() async throws {
    for _ in 0..<Self.mostRounds { guard try await handleNext() else { return } }
    try await world.write { try HandleMail.enqueue(in: $0) }
  }

  /// - Returns: false when nothing waits any more.
  private func handleNext() async throws -> Bool {
    let batch = try await begin()
    guard let first = batch.first else { return false }
    guard first.tries <= Self.mostTries else {
      try await conclude([Opened(id: first.id, result: .unreadable("crashed", ["tries": String(Self.mostTries)], header: []))])
      return true
    }
    do {
      let opened = try await open(batch.map(\.id))
      do {
        try await conclude(opened)
      } catch let error where !Self.isPassing(error) {
        try await concludeSingly(opened)
      }
    } catch {
      // The message is not to blame. If this cannot be written either, the count is a little too high.
      try? await forgive(batch.map(\.id))
      throw error
    }
    return true
  }

  private func forgive(_ ids: [Int64]) async throws {
    _ = try await world.write { try $0.db.run("UPDATE mail SET tries = tries - 1 WHERE id IN (\(list: ids)) AND tries > 0") }
  }

  /// Takes the next messages and counts the try before any of them is touched. One that was tried before goes alone: it may
  /// be the one that ended the program.
  private func begin() async throws -> [(id: Int64, tries: Int)] {
    try await world.write { change in
      let rows = try change.db.rows("SELECT id, size, tries FROM mail WHERE outcome = 'waiting' ORDER BY id LIMIT \(Self.mostAtOnce)")
      var (taken, bytes): ([(id: Int64, tries: Int)], Int64) = ([], 0)
      for row in rows {
        let (id, size, tries): (Int64, Int64, Int) = (try row[0], try row[1], try row[2])
        bytes += size
        if !taken.isEmpty, tries > 0 || bytes > Self.mostBytesAtOnce { break }
        taken.append((id, tries + 1))
        if tries > 0 { break }
      }
      if !taken.isEmpty { try change.db.run("UPDATE mail SET tries = tries + 1 WHERE id IN (\(list: taken.map(\.id)))") }
      return taken
    }
  }

  /// Each in a transaction of its own, so that the one that fails is known.
  private func concludeSingly(_ opened: [Opened]) async throws {
    for message in opened {
      do {
        try await conclude([message])
      } catch let error where !Self.isPassing(error) {
        world.log.error("a message could not be handled", metadata: ["mail": "\(message.id)", "error": "\(error)"])
        try await conclude([message.failed(error)])
      }
    }
  }

  private func conclude(_ opened: [Opened]) async throws {
    let translations = world.translations
    try await world.write { change in
      for message in opened { try message.conclude(in: change, translations: translations) }
    }
  }

  /// What ends by itself or by an administrator's hand, and would befall the next message as well.
  static func isPassing(_ error: any Error) -> Bool {
    switch error {
    case StorageError.unreachable, StorageError.cannotWrite, StorageError.overloaded, StorageError.closed, StorageError.damaged: true
    case let error as BlobError: error.isDiskFull
    default: error is CancellationError
    }
  }
}

extension MailIntake {
  /// Reads and prepares the messages, on all processors.
  private func open(_ ids: [Int64]) async throws -> [Opened] {
    try await withThrowingTaskGroup(of: Opened.self) { group in
      for id in ids { group.addTask { try await Opened.open(id, world: world) } }
      var opened: [Int64: Opened] = [:]
      for try await message in group { opened[message.id] = message }
      return ids.compactMap { opened[$0] }
    }
  }
}
