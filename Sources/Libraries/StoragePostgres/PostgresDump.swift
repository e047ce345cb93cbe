import Foundation
import Storage

/// Runs `pg_dump`, which alone knows how to write a backup that every later PostgreSQL restores.
struct PostgresDump: Sendable {
  private let program: PostgresProgram

  /// - Throws: `StorageError.failed` when the program is in none of `folders` (by default those of PATH).
  init(url: String, folders: [String]? = nil) throws { program = try PostgresProgram("pg_dump", url: url, folders: folders) }

  /// Appears under `path` only when it is whole; readable by its owner alone.
  func write(to path: String) throws {
    let unfinished = path + ".unfinished"
    let files = FileManager.default
    guard files.createFile(atPath: unfinished, contents: nil, attributes: [.posixPermissions: 0o600]) else {
      throw StorageError.cannotWrite(unfinished)
    }
    do {
      _ = try program.run(["--format=custom", "--no-owner", "--file", unfinished])
      guard rename(unfinished, path) == 0 else { throw StorageError.cannotWrite("\(path): \(String(cString: strerror(errno)))") }
    } catch {
      // The reason why the copy failed matters more than a file that stays behind.
      try? files.removeItem(atPath: unfinished)
      throw error
    }
  }
}
