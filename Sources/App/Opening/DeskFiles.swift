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
        .damaged, t("command.files.emptyDatabase", ["path": path]),
        advice:
          t("command.damaged.advice"))
    }
    // Somebody else's folder: why it cannot be used is told later.
    guard errno == ENOENT else { return }
    if hasKey {
      throw Complaint(
        .missing, t("command.files.noDatabase", ["path": path]),
        advice: t("command.files.noDatabase.advice"))
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
        .missing, t("command.files.noKey", ["path": folder.key]),
        advice: t("command.files.noKey.advice"))
    }
    return try KeyFile.create(folder.key)
  }

  private var hasKey: Bool { FileManager.default.fileExists(atPath: folder.key) }

  private var noDesk: Complaint {
    let place =
      if case .sqlite = settings.database { t("command.files.inFolder", ["folder": folder.path]) } else { t("command.files.inDatabase") }
    return Complaint(
      .missing, t("command.files.noDesk", ["place": place]),
      advice: t("command.files.noDesk.advice"))
  }
}
