import Foundation
import Secrets

/// Whether the files of a desk are there together. A database without its key, or a key without its database, is an accident, and
/// a fresh one in its place would hide it.
struct DeskFiles {
  private let folder: DataFolder
  private let settings: Settings

  init(_ settings: Settings) {
    folder = DataFolder(path: settings.data)
    self.settings = settings
  }

  /// Before anything is created.
  func check(for purpose: OpenDesk.Purpose) throws {
    guard case .sqlite(let path) = settings.database else { return }
    var facts = stat()
    guard stat(path, &facts) != 0 else {
      guard facts.st_size == 0, hasKey else { return }
      throw Complaint(
        .damaged, "\(path) is empty, but there is the key of a desk beside it.",
        advice:
          "Nothing was changed. Keep the folder as it is, and restore the latest backup into a new one: otklik restore BACKUP --data NEW")
    }
    // Somebody else's folder: why it cannot be used is told later.
    guard errno == ENOENT else { return }
    if hasKey {
      throw Complaint(
        .missing, "\(path) is not there, but the key of a desk is.",
        advice: """
          Put the database back, or restore a backup into a new folder: otklik restore BACKUP --data NEW
          If the desk is in PostgreSQL, say where: --database, OTKLIK_DATABASE or database in the settings.
          """)
    }
    switch purpose {
    case .serve, .begin: return
    case .work, .mendKey: throw noDesk
    }
  }

  /// The key that was made with the database; a new database gets a new one.
  func key(isNew: Bool, for purpose: OpenDesk.Purpose) throws -> [UInt8] {
    if isNew, purpose == .work || purpose == .mendKey { throw noDesk }
    if let key = try KeyFile.load(folder.key) { return key }
    guard isNew || purpose == .mendKey else {
      throw Complaint(
        .missing, "\(folder.key) is not there; the desk's passwords of mailboxes are sealed with it.",
        advice: """
          Put it back, from a backup or from another node. If it is lost: otklik key new
          Everybody then signs in again, and the passwords of the mailboxes are entered again.
          """)
    }
    return try KeyFile.create(folder.key)
  }

  private var hasKey: Bool { FileManager.default.fileExists(atPath: folder.key) }

  private var noDesk: Complaint {
    let place = if case .sqlite = settings.database { "in \(folder.path)" } else { "in this database" }
    return Complaint(
      .missing, "There is no desk \(place).",
      advice: "Name the right one with --data, or make one: otklik setup, or otklik serve and a browser.")
  }
}
