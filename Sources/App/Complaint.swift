import Desk
import Foundation
import NIOCore
import Secrets
import Storage
import Web

/// What a script learns from the program's end, in the numbers of sysexits(3). Listed in `otklik --help`.
enum CommandStatus: Int32, CaseIterable {
  case usage = 64
  case damaged = 65
  case missing = 66
  case unknownPerson = 67
  case unreachable = 68
  case portInUse = 69
  case mistake = 70
  case resources = 72
  case cannotWrite = 73
  case diskFull = 74
  case busy = 75
  case newer = 76
  case refused = 77
  case settings = 78

  var meaning: String {
    switch self {
    case .usage: "the command line is wrong"
    case .damaged: "the data or a backup is damaged"
    case .missing: "a file or folder that was named is not there"
    case .unknownPerson: "there is no such employee"
    case .unreachable: "the database server does not answer"
    case .portInUse: "the address to listen on is taken or not this machine's"
    case .mistake: "a mistake in the program"
    case .resources: "the program's own files (Public, Languages) were not found"
    case .cannotWrite: "a folder or file cannot be written"
    case .diskFull: "the disk is full or broken"
    case .busy: "another otklik works with this folder"
    case .newer: "the database was written by a newer otklik"
    case .refused: "refused, for the reason that was printed"
    case .settings: "the settings are wrong"
    }
  }
}

/// Why a command ends without having done its work: one sentence, what to do, and a status for scripts.
struct Complaint: Error, CustomStringConvertible {
  let status: CommandStatus
  let sentence: String
  let advice: String?

  init(_ status: CommandStatus, _ sentence: String, advice: String? = nil) {
    self.status = status
    self.sentence = sentence
    self.advice = advice
  }

  var description: String { advice.map { "\(sentence)\n\($0)" } ?? sentence }
}

extension Complaint {
  /// Errors of the layers below in the words of somebody at a terminal.
  init(_ error: any Error) {
    switch error {
    case let complaint as Complaint: self = complaint
    case let error as StorageError: self.init(storage: error)
    case let error as KeyFileError: self.init(key: error)
    case let error as AssetsError: self.init(.resources, "\(error)")
    case let error as TranslationsError: self.init(.resources, "\(error)")
    case let error as SealError: self.init(.damaged, "\(error)")
    case let error as BlobError where error.isDiskFull: self = .diskFull("\(error)")
    case let error as BlobError: self.init(.cannotWrite, "\(error)")
    case let refusal as Refusal: self.init(.refused, CommandWords.sentence(for: refusal))
    case let error as CocoaError where error.systemCode != nil: self = .writing(error.filePath ?? "A file", error.systemCode!)
    default: self.init(.mistake, "\(error)", advice: "This should not happen. Please report it with this text.")
    }
  }

  private init(key error: KeyFileError) {
    switch error {
    case .unreadable(let path):
      self.init(.cannotWrite, "\(path) cannot be read.", advice: "Give it to the user who runs otklik: chown, then chmod 600.")
    case .noKey(let path):
      self.init(.damaged, "\(path) is not a key: those have 32 bytes.", advice: "Put the right key back, from a backup.")
    case .cannotCreate(let path, let code): self = Complaint.writing(path, code)
    }
  }

  /// A file that the system did not let us write, by the number of its error.
  static func writing(_ path: String, _ code: Int32) -> Complaint {
    let reason = "\(path): \(String(cString: strerror(code)))"
    switch code {
    case ENOSPC, EDQUOT, EIO: return .diskFull(reason)
    case ENOENT: return Complaint(.missing, reason)
    default: return Complaint(.cannotWrite, reason, advice: "Name another place, or give it to the user who runs otklik.")
    }
  }

  private init(storage error: StorageError) {
    switch error {
    case .damaged(let detail):
      self.init(
        .damaged, "The database is damaged: \(detail)",
        advice:
          "Nothing was changed. Keep the folder as it is, and restore the latest backup into a new one: otklik restore BACKUP --data NEW")
    case .newerSchema(let steps):
      self.init(
        .newer, "The database was written by a newer otklik; this one does not know: \(steps.joined(separator: ", ")).",
        advice: "Nothing was changed. Install the newer version again, or restore the backup made before the upgrade.")
    case .unreachable(let detail):
      self.init(.unreachable, "The database server does not answer: \(detail)", advice: "Check --database and that the server runs.")
    case .cannotWrite(let detail):
      let isFull = detail.contains("full") || detail.contains("I/O error")
      self = isFull ? .diskFull(detail) : Complaint(.cannotWrite, "The database cannot be written: \(detail)", advice: "Nothing was lost.")
    case .overloaded: self.init(.busy, "The database is busy with other writers.", advice: "Try again in a moment.")
    default: self.init(.mistake, "The database refused: \(error)", advice: "This should not happen. Please report it with this text.")
    }
  }

  static func diskFull(_ detail: String) -> Complaint {
    Complaint(
      .diskFull, "The disk is full or broken: \(detail)", advice: "Nothing that was acknowledged is lost. Free some space and start again.")
  }
}

extension CocoaError {
  /// What the system said, when it was the system.
  var systemCode: Int32? { (underlying as? POSIXError)?.code.rawValue }
}

/// The desk's refusals at a terminal: the same keys as in the interface, in English.
enum CommandWords {
  static func sentence(for refusal: Refusal) -> String {
    guard let folder = try? ResourceFolder.find(nil), let translations = try? Translations(folder: folder + "/Languages") else {
      // Without its texts the program can still say the key.
      return "\(refusal)"
    }
    return refusal.message(translations[.en])
  }
}
