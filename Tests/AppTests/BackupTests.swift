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
    #expect(restored.output.contains("attachments: 1"))
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
    var manifest = try BackupManifest.read(in: backup, of: backup)
    manifest.sums = try FileCopy.hash(sums)
    try manifest.write(to: backup)
  }

  @Test(arguments: ["files/ab/../../x", "/etc/passwd", "files/AB/" + String(repeating: "a", count: 64), "secret.key2", ""])
  func namesThatNoBackupHas(_ name: String) {
    #expect(throws: Complaint.self) { try HashList(text: String(repeating: "0", count: 64) + "  \(name)\n") }
  }

  @Test(arguments: [false, true]) func aLostFileCostsNeitherTheBackupNorTheRestore(isDamaged: Bool) async throws {
    let (data, blob) = try await Self.desk()
    if isDamaged {
      try Data("b picture".utf8).write(to: URL(fileURLWithPath: "\(data)/\(blob)"))
    } else {
      try FileManager.default.removeItem(atPath: "\(data)/\(blob)")
    }
    let (backup, target) = (try Program.temporaryFolder() + "/copy.tar", try Program.temporaryFolder() + "/restored")
    let written = try Program.run("backup", backup, "--data", data)
    #expect(written.status == 0 && written.errors.contains("\(data)/\(blob)"), "\(written.errors)")
    #expect(written.errors.contains("otklik doctor --deep"))
    let restored = try Program.run("restore", backup, "--data", target)
    #expect(restored.status == 0 && restored.errors.contains("\(target)/\(blob)"), "\(restored.errors)")
    #expect(!FileManager.default.fileExists(atPath: "\(target)/\(blob)"))
    #expect(try Program.run("doctor", "--deep", "--data", target).status == 1, "it is still told")
  }

  @Test func anArchiveThatGotNoNameLeavesNothingBehind() throws {
    let (folder, path) = (try Program.temporaryFolder(), try Program.temporaryFolder() + "/copy.tar")
    try FileManager.default.createDirectory(atPath: "\(path)/taken", withIntermediateDirectories: true)
    #expect(throws: Complaint.self) { try Archive.pack(folder, into: path) }
    #expect(!FileManager.default.fileExists(atPath: path + ".unfinished.tar"))
  }

  @Test func aDamagedFileIsFoundByTheDoctor() async throws {
    let (data, blob) = try await Self.desk()
    try Data("b picture".utf8).write(to: URL(fileURLWithPath: "\(data)/\(blob)"))
    #expect(try Program.run("doctor", "--data", data).status == 0)
    #expect(try Program.run("doctor", "--deep", "--data", data).status == 1)
    try FileManager.default.removeItem(atPath: "\(data)/\(blob)")
    let result = try Program.run("doctor", "--json", "--data", data)
    #expect(result.status == 1)
    #expect(result.output.contains("\"state\" : \"bad\""))
  }
}

/// What is not a backup, or not one for this program.
@Suite struct ForeignBackupTests {
  private static func tar(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/tar")
    process.arguments = arguments
    try process.run()
    process.waitUntilExit()
  }

  private static func refused(
    _ source: String, _ status: CommandStatus, _ sentence: String, _ place: SourceLocation = #_sourceLocation
  ) throws {
    let target = try Program.temporaryFolder() + "/restored"
    let result = try Program.run("restore", source, "--data", target)
    #expect(result.status == status.rawValue, "\(result.errors)", sourceLocation: place)
    #expect(result.errors.contains(sentence), "\(result.errors)", sourceLocation: place)
    // Where it was unpacked is gone, and tells nobody anything.
    #expect(!result.errors.contains(".restoring"), "\(result.errors)", sourceLocation: place)
    #expect(try FileManager.default.contentsOfDirectory(atPath: URL(fileURLWithPath: target).deletingLastPathComponent().path).isEmpty)
  }

  @Test func otherFilesAreToldApart() throws {
    let folder = try Program.temporaryFolder()
    try FileManager.default.createDirectory(atPath: "\(folder)/notes", withIntermediateDirectories: true)
    try "hello".write(toFile: "\(folder)/notes/a", atomically: true, encoding: .utf8)
    try Self.tar("--create", "--file", "\(folder)/other.tar", "--directory", folder, "notes")
    try Self.refused("\(folder)/other.tar", .damaged, "\(folder)/other.tar is no backup of otklik")
    try Self.refused("\(folder)/notes", .damaged, "\(folder)/notes is no backup of otklik")
    try Self.refused("\(folder)/notes/a", .damaged, "\(folder)/notes/a is no backup of otklik")
    try "hello".write(toFile: "\(folder)/text.tar", atomically: true, encoding: .utf8)
    try Self.refused("\(folder)/text.tar", .damaged, "\(folder)/text.tar")
  }

  @Test func anArchiveThatIsCutOffSaysSo() throws {
    let archive = try Program.temporaryFolder() + "/copy.tar"
    #expect(try Program.run("backup", archive, "--data", try Program.desk()).status == 0)
    let whole = try #require(FileManager.default.contents(atPath: archive))
    try whole.prefix(100_000).write(to: URL(fileURLWithPath: archive))
    try Self.refused(archive, .damaged, "Take another backup")
  }

  @Test func aBackupOfANewerDatabaseIsRefusedBeforeItIsRestored() throws {
    let folder = try Program.temporaryFolder()
    var manifest = try Self.manifest(of: try Program.desk(), in: "\(folder)/copy")
    manifest.steps.append("2099-01-01 tickets: of the future")
    try manifest.write(to: "\(folder)/copy")
    try Self.refused("\(folder)/copy", .newer, "2099-01-01 tickets: of the future")
  }

  private static func manifest(of data: String, in copy: String) throws -> BackupManifest {
    #expect(try Program.run("backup", copy, "--data", data).status == 0)
    return try BackupManifest.read(in: copy, of: copy)
  }

  @Test func aPlaceThatCannotBeMadeIsNamed() throws {
    let archive = try Program.temporaryFolder() + "/copy.tar"
    #expect(try Program.run("backup", archive, "--data", try Program.desk()).status == 0)
    let result = try Program.run("restore", archive, "--data", "/proc/nowhere")
    #expect(result.status == CommandStatus.cannotWrite.rawValue, "\(result.errors)")
    #expect(result.errors.contains("/proc/nowhere"), "\(result.errors)")
  }
}
