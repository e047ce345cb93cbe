import Foundation
import GRDB
import Storage

/// One file, one writer that groups waiting transactions into one durable commit, many readers.
package final class SQLiteStore: Store {
  package let dialect = Dialect.sqlite
  private let pool: DatabasePool
  private let writer: GroupCommit
  private let signals = SignalHandler()

  /// Opens or creates the database file, with durable commits.
  /// - Throws: `StorageError.cannotWrite` naming the path when the folder or file cannot be used.
  package init(path: String, readers: Int = 4) throws {
    var configuration = Configuration()
    configuration.maximumReaderCount = readers
    configuration.busyMode = .timeout(10)
    configuration.foreignKeysEnabled = true
    configuration.prepareDatabase { db in
      db.add(tokenizer: SnowballTokenizer.self)
      try db.execute(sql: "PRAGMA cache_size = -16000")
      try db.execute(sql: "PRAGMA temp_store = MEMORY")
    }
    do {
      pool = try DatabasePool(path: path, configuration: configuration)
      // The pool sets NORMAL after `prepareDatabase`; only FULL survives a power cut.
      try pool.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA synchronous = FULL")
        // Where every index grows by a row of each ticket, the pages of a few hundred tickets are to be at hand; readers are many and
        // live on less.
        try db.execute(sql: "PRAGMA cache_size = -64000")
        // Pages that change with every ticket are copied home once in 32 MB of log, not once in 4.
        try db.execute(sql: "PRAGMA wal_autocheckpoint = 8000")
        guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2 else {
          throw StorageError.cannotWrite("\(path): PRAGMA synchronous = FULL was not accepted")
        }
      }
    } catch let error as DatabaseError where error.isDamage {
      throw StorageError.damaged("\(path): \(error.message ?? "")")
    } catch let error as DatabaseError {
      throw StorageError.cannotWrite("\(path): \(error.message ?? String(describing: error.resultCode))")
    }
    writer = GroupCommit(pool: pool, signals: signals)
  }

  package func read<T: Sendable>(_ body: @escaping @Sendable (any Storage.Database) throws -> T) async throws -> T {
    try await pool.read { db in
      do {
        return try body(SQLiteConnection(db, isWriting: false))
      } catch let error as DatabaseError {
        throw StorageError(error)
      }
    }
  }

  package func write<T: Sendable>(_ body: @escaping @Sendable (any Storage.Database) throws -> T) async throws -> T {
    try await writer.run(body)
  }

  package func onSignal(_ handler: @escaping @Sendable (String) -> Void) async throws { signals.set(handler) }

  package func backup(to path: String) async throws {
    let pool = pool
    try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
      // Copying blocks for as long as the file is large: on a thread of its own.
      let thread = Thread {
        done.resume(
          with: Result {
            do {
              let target = try DatabaseQueue(path: path)
              try pool.backup(to: target)
              try target.close()
            } catch let error as DatabaseError {
              throw StorageError(error)
            }
          })
      }
      thread.start()
    }
  }

  package func close() async {
    await writer.stop()
    // A reader that is still busy keeps the file open until it ends; the process is ending anyway.
    try? pool.close()
    tidy()
  }

  /// The pool closes its readers last, and those leave the log of writes behind. One more connection does not: a desk that was
  /// stopped is one file. When another process has it open, or the disk is full, the log stays and is read at the next start.
  private func tidy() {
    try? DatabaseQueue(path: pool.path).writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
  }

  /// "ok", or what SQLite found to be broken in the file.
  package func quickCheck() async throws -> [String] {
    try await pool.read { db in try String.fetchAll(db, sql: "PRAGMA quick_check") }
  }
}

extension StorageError {
  init(_ error: DatabaseError) {
    // A copy that fails leaves its reason in the code alone.
    let detail = error.message.flatMap { $0 == "not an error" ? nil : $0 } ?? DatabaseError(resultCode: error.resultCode).message ?? ""
    self =
      switch error.extendedResultCode {
      case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID: .constraint(.unique, detail: detail)
      case .SQLITE_CONSTRAINT_FOREIGNKEY: .constraint(.foreignKey, detail: detail)
      case .SQLITE_CONSTRAINT_CHECK: .constraint(.check, detail: detail)
      case .SQLITE_CONSTRAINT_NOTNULL: .constraint(.notNull, detail: detail)
      default:
        switch error.resultCode {
        case .SQLITE_CONSTRAINT: .constraint(.other, detail: detail)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: .damaged(detail)
        case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN: .cannotWrite(detail)
        default: .failed(detail, statement: error.sql ?? "")
        }
      }
  }
}

extension DatabaseError {
  fileprivate var isDamage: Bool { resultCode == .SQLITE_CORRUPT || resultCode == .SQLITE_NOTADB }
}
