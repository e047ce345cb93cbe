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
    case .usage: t("command.status.usage")
    case .damaged: t("command.status.damaged")
    case .missing: t("command.status.missing")
    case .unknownPerson: t("command.status.unknownPerson")
    case .unreachable: t("command.status.unreachable")
    case .portInUse: t("command.status.portInUse")
    case .mistake: t("command.status.mistake")
    case .resources: t("command.status.resources")
    case .cannotWrite: t("command.status.cannotWrite")
    case .diskFull: t("command.status.diskFull")
    case .busy: t("command.status.busy")
    case .newer: t("command.status.newer")
    case .refused: t("command.status.refused")
    case .settings: t("command.status.settings")
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
    case let refusal as Refusal: self.init(.refused, refusal.message(t))
    case let error as CocoaError where error.systemCode != nil: self = .writing(error.filePath ?? t("command.aFile"), error.systemCode!)
    default: self.init(.mistake, "\(error)", advice: t("command.mistake.advice"))
    }
  }

  private init(key error: KeyFileError) {
    switch error {
    case .unreadable(let path):
      self.init(.cannotWrite, t("command.unreadable", ["path": path]), advice: t("command.keyFile.unreadable.advice"))
    case .noKey(let path):
      self.init(.damaged, t("command.keyFile.noKey", ["path": path]), advice: t("command.keyFile.noKey.advice"))
    case .cannotCreate(let path, let code): self = Complaint.writing(path, code)
    }
  }

  /// A file that the system did not let us write, by the number of its error.
  static func writing(_ path: String, _ code: Int32) -> Complaint {
    let reason = "\(path): \(CommandWords.reason(code))"
    switch code {
    case ENOSPC, EDQUOT, EIO: return .diskFull(reason)
    case ENOENT: return Complaint(.missing, reason)
    default: return Complaint(.cannotWrite, reason, advice: t("command.cannotWrite.advice"))
    }
  }

  private init(storage error: StorageError) {
    switch error {
    case .damaged(let detail):
      self.init(
        .damaged, t("command.damaged", ["detail": detail]),
        advice:
          t("command.damaged.advice"))
    case .newerSchema(let steps):
      self.init(
        .newer, t("command.newer", ["steps": steps.joined(separator: ", ")]),
        advice: t("command.newer.advice"))
    case .unreachable(let detail):
      self.init(.unreachable, t("command.unreachable", ["detail": detail]), advice: t("command.unreachable.advice"))
    case .cannotWrite(let detail):
      let isFull = detail.contains("full") || detail.contains("I/O error")
      self =
        isFull
        ? .diskFull(detail)
        : Complaint(.cannotWrite, t("command.databaseReadOnly", ["detail": detail]), advice: t("command.databaseReadOnly.advice"))
    case .overloaded: self.init(.busy, t("command.overloaded"), advice: t("command.overloaded.advice"))
    default: self.init(.mistake, t("command.databaseRefused", ["error": "\(error)"]), advice: t("command.mistake.advice"))
    }
  }

  static func diskFull(_ detail: String) -> Complaint {
    Complaint(
      .diskFull, t("command.diskFull", ["detail": detail]), advice: t("command.diskFull.advice"))
  }
}

extension CocoaError {
  /// What the system said, when it was the system.
  var systemCode: Int32? { (underlying as? POSIXError)?.code.rawValue }
}
