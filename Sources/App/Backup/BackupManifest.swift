import Desk
import Foundation
import Storage

/// What a backup holds and how to tell that it is whole. `SHA256SUMS` beside it is in the form of `sha256sum --check`.
struct BackupManifest: Codable, Equatable {
  static let file = "manifest.json"
  static let sums = "SHA256SUMS"
  static let database = "database"
  static let key = "secret.key"
  static let format = 1

  var format = BackupManifest.format
  var program = Version.current
  /// ISO 8601, UTC.
  var madeAt: String
  var engine: String
  var steps: [String]
  /// Rows of the tables that matter most, counted in the copy; checked again after a restore.
  var rows: [String: Int64]
  var files: Int
  /// Files that rows name and the desk had no more, or not as they were written, when the backup was made.
  var missing: [String]?
  /// The hash of `SHA256SUMS`, which has the hashes of everything else.
  var sums: String

  static func count(in db: any Database) throws -> [String: Int64] {
    var rows: [String: Int64] = [:]
    rows["tickets"] = try db.value("SELECT count(*) FROM ticket")
    rows["messages"] = try db.value("SELECT count(*) FROM message")
    rows["events"] = try db.value("SELECT count(*) FROM event")
    rows["attachments"] = try db.value("SELECT count(*) FROM attachment")
    rows["contacts"] = try db.value("SELECT count(*) FROM contact")
    rows["employees"] = try db.value("SELECT count(*) FROM employee")
    return rows
  }

  /// - Parameter source: what the backup is called where a person named it.
  static func read(in folder: String, of source: String) throws -> BackupManifest {
    guard let data = FileManager.default.contents(atPath: "\(folder)/\(file)") else {
      throw Complaint(
        .damaged, t("command.backup.none", ["source": source, "file": file]),
        advice: t("command.backup.none.advice"))
    }
    do {
      let manifest = try JSONDecoder().decode(BackupManifest.self, from: data)
      guard manifest.format <= format else {
        throw Complaint(.newer, t("command.backup.newer", ["version": manifest.program]), advice: t("command.backup.newer.advice"))
      }
      let unknown = Set(manifest.steps).subtracting(Upgrading.steps.map(\.name))
      guard unknown.isEmpty else { throw StorageError.newerSchema(unknownSteps: unknown.sorted()) }
      return manifest
    } catch is DecodingError {
      throw Complaint(
        .damaged, t("command.backup.manifestDamaged", ["source": source, "file": file]), advice: t("command.backup.takeAnother"))
    }
  }

  func write(to folder: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try encoder.encode(self).write(to: URL(fileURLWithPath: "\(folder)/\(Self.file)"))
  }
}

/// The lines of `SHA256SUMS`: a hash, two spaces, a name below the folder.
struct HashList {
  private(set) var entries: [(hash: String, name: String)] = []

  init() {}
  mutating func add(_ hash: String, _ name: String) { entries.append((hash, name)) }

  var text: String { entries.map { "\($0.hash)  \($0.name)\n" }.joined() }

  /// Only names that a backup can have are taken: a list from a stranger must not lead out of the folder.
  init(text: String) throws {
    for line in text.split(separator: "\n") {
      let halves = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
      guard halves.count == 2, halves[0].utf8.count == 64 else {
        throw Complaint(.damaged, t("command.backup.noHash", ["file": BackupManifest.sums]))
      }
      let name = halves[1].drop { $0 == " " }
      guard name.wholeMatch(of: #/database|secret\.key|files/[0-9a-f]{2}/[0-9a-f]{64}/#) != nil else {
        throw Complaint(.damaged, t("command.backup.strangeName", ["file": BackupManifest.sums, "name": String(name)]))
      }
      entries.append((String(halves[0]), String(name)))
    }
  }
}
