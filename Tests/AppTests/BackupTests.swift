import Foundation
import Secrets
import Testing

@testable import App

@Suite struct BackupTests {
  /// A desk with a file in it.
  private static func desk() async throws -> (data: String, blob: String) {
    let data = try Program.desk()
    let bytes = Array("a picture".utf8)
    let hash = hex(SHA256.hash(bytes))
    try FileManager.default.createDirectory(atPath: "\(data)/files/\(hash.prefix(2))", withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: "\(data)/files/\(hash.prefix(2))/\(hash)"))
    try await Tampering.run(
      """
      INSERT INTO attachment (public_id, uploader_id, blob, name, content_type, size, is_public, created_at)
      VALUES ('a', 1, \(hash), 'a.png', 'image/png', 9, 1, 0)
      """, in: data)
    return (data, "files/\(hash.prefix(2))/\(hash)")
  }

  @Test(arguments: ["copy", "copy.tar"])
  func whatIsRestoredIsWhatWasThere(_ name: String) async throws {
    let (data, blob) = try await Self.desk()
    let backup = "\(try Program.temporaryFolder())/\(name)"
    let server = try Server(data: data)
    let written = try Program.run("backup", backup, "--data", data)
    server.stop()
    #expect(written.status == 0, "\(written.errors)")
    let target = try Program.temporaryFolder() + "/restored"
    let restored = try Program.run("restore", backup, "--data", target)
    #expect(restored.status == 0, "\(restored.errors)")
    #expect(restored.output.contains("1 attachments"))
    for file in ["secret.key", blob] {
      #expect(FileManager.default.contents(atPath: "\(target)/\(file)") == FileManager.default.contents(atPath: "\(data)/\(file)"))
    }
    let people: [String] = try await Tampering.values("SELECT email FROM employee", in: target)
    #expect(people == ["vera@service.example"])
    #expect(try Program.run("doctor", "--deep", "--data", target).status == 0)
    let next = try Server(data: target)
    #expect(next.stop() == 0)
  }

  @Test func nothingIsOverwritten() async throws {
    let (data, _) = try await Self.desk()
    let backup = try Program.temporaryFolder() + "/copy"
    #expect(try Program.run("backup", backup, "--data", data).status == 0)
    #expect(try Program.run("backup", backup, "--data", data).status == CommandStatus.refused.rawValue)
    #expect(try Program.run("restore", backup, "--data", data).status == CommandStatus.refused.rawValue)
    #expect(try Program.run("restore", backup).status == CommandStatus.usage.rawValue)
    #expect(try Program.run("restore", backup + "-none", "--data", data + "-new").status == CommandStatus.missing.rawValue)
  }

  enum Damage: CaseIterable { case blobChanged, blobMissing, databaseChanged, sumsChanged, foreignName }

  @Test(arguments: Damage.allCases)
  func aDamagedBackupIsRefusedWhole(_ damage: Damage) async throws {
    let (data, blob) = try await Self.desk()
    let backup = try Program.temporaryFolder() + "/copy"
    #expect(try Program.run("backup", backup, "--data", data).status == 0)
    switch damage {
    case .blobChanged: try Data("b picture".utf8).write(to: URL(fileURLWithPath: "\(backup)/\(blob)"))
    case .blobMissing: try FileManager.default.removeItem(atPath: "\(backup)/\(blob)")
    case .databaseChanged:
      let handle = try FileHandle(forUpdating: URL(fileURLWithPath: "\(backup)/database"))
      try handle.seek(toOffset: 5000)
      try handle.write(contentsOf: Data([1, 2, 3, 4]))
      try handle.close()
    case .sumsChanged: try Data("".utf8).write(to: URL(fileURLWithPath: "\(backup)/SHA256SUMS"))
    case .foreignName: try Self.addForeignName(to: backup)
    }
    let target = try Program.temporaryFolder() + "/restored"
    let result = try Program.run("restore", backup, "--data", target)
    #expect([CommandStatus.damaged.rawValue, CommandStatus.missing.rawValue].contains(result.status), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: target))
    #expect(!FileManager.default.fileExists(atPath: target + ".restoring"))
  }

  /// Even with a manifest that vouches for it.
  private static func addForeignName(to backup: String) throws {
    let sums = "\(backup)/SHA256SUMS"
    let text = try String(contentsOfFile: sums, encoding: .utf8) + String(repeating: "0", count: 64) + "  ../../etc/passwd\n"
    try text.write(toFile: sums, atomically: true, encoding: .utf8)
    var manifest = try BackupManifest.read(in: backup)
    manifest.sums = try FileCopy.hash(sums)
    try manifest.write(to: backup)
  }

  @Test(arguments: ["files/ab/../../x", "/etc/passwd", "files/AB/" + String(repeating: "a", count: 64), "secret.key2", ""])
  func namesThatNoBackupHas(_ name: String) {
    #expect(throws: Complaint.self) { try HashList(text: String(repeating: "0", count: 64) + "  \(name)\n") }
  }

  @Test func aDamagedFileIsFoundByTheDoctor() async throws {
    let (data, blob) = try await Self.desk()
    try Data("b picture".utf8).write(to: URL(fileURLWithPath: "\(data)/\(blob)"))
    #expect(try Program.run("doctor", "--data", data).status == 0)
    #expect(try Program.run("doctor", "--deep", "--data", data).status == 1)
    #expect(try Program.run("backup", try Program.temporaryFolder() + "/copy", "--data", data).status == CommandStatus.damaged.rawValue)
    try FileManager.default.removeItem(atPath: "\(data)/\(blob)")
    let result = try Program.run("doctor", "--json", "--data", data)
    #expect(result.status == 1)
    #expect(result.output.contains("\"state\" : \"bad\""))
  }
}
