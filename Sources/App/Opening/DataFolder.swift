import Foundation
import Secrets

/// The folder of a desk: the database, files by hash, the key, backups. Its owner's alone.
struct DataFolder {
  let path: String

  var blobs: String { "\(path)/files" }
  var key: String { "\(path)/secret.key" }
  var backups: String { "\(path)/backups" }

  /// Tells this place from others on the same database, and is the same after a restart. A folder that was copied to another machine is
  /// another place.
  func instance() throws -> String {
    let file = "\(path)/instance"
    let known = FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) } ?? ""
    guard known.isEmpty else { return "\(known)@\(ProcessInfo.processInfo.hostName)" }
    let new = Random.publicID()
    guard FileManager.default.createFile(atPath: file, contents: Data(new.utf8), attributes: [.posixPermissions: 0o600]) else {
      throw Complaint.diskFull(file)
    }
    return "\(new)@\(ProcessInfo.processInfo.hostName)"
  }

  /// Creates the folder, or takes the rights to it from everybody else.
  static func prepare(_ path: String) throws -> DataFolder {
    let manager = FileManager.default
    do {
      try manager.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try manager.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
    } catch {
      throw unusable(path, (error as? CocoaError)?.systemCode ?? EACCES)
    }
    guard access(path, W_OK | X_OK) == 0 else { throw unusable(path, errno) }
    return DataFolder(path: path)
  }

  private static func unusable(_ path: String, _ code: Int32) -> Complaint {
    // Root may do everything but this.
    let advice =
      code == EROFS
      ? t("command.folder.readOnly")
      : t("command.folder.unusable.advice")
    // What is in the way of a folder is a file.
    let reason = CommandWords.reason(code == EEXIST ? ENOTDIR : code)
    return Complaint(.cannotWrite, t("command.folder.unusable", ["path": path, "reason": reason]), advice: advice)
  }
}

/// Held while a program has the folder to itself. The system lets go of it when the program dies, however it dies; the number
/// that is left in the file then tells that it did not end well.
final class FolderLock: @unchecked Sendable {
  /// Only touched by `init` and `release`, which one task calls one after the other.
  private var file: Int32
  let wasLeftUnclean: Bool

  /// `nil` when another program has it.
  init?(_ folder: DataFolder) throws {
    file = open("\(folder.path)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw Complaint(.cannotWrite, "\(folder.path)/lock: \(CommandWords.reason(errno)).") }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      close(file)
      return nil
    }
    wasLeftUnclean = !Self.text(folder).isEmpty
    let text = "\(getpid())\n"
    guard ftruncate(file, 0) == 0, write(file, text, text.utf8.count) == text.utf8.count else {
      throw Complaint.diskFull("\(folder.path)/lock: \(CommandWords.reason(errno))")
    }
  }

  /// After everything was written and closed.
  func release() {
    guard file >= 0 else { return }
    ftruncate(file, 0)
    close(file)
    file = -1
  }

  static func holder(_ folder: DataFolder) -> String { text(folder) }

  private static func text(_ folder: DataFolder) -> String {
    // No file is no holder.
    let text = try? String(contentsOfFile: "\(folder.path)/lock", encoding: .utf8)
    return (text ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
