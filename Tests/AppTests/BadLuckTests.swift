import Foundation
import Testing

@testable import App

/// A wrong folder, a lost key, a disk that takes no more: the program says which and what to do, and makes nothing worse.
@Suite struct BadLuckTests {
  private static func expect(
    _ result: Program.Result, _ status: CommandStatus, _ sentences: String..., place: SourceLocation = #_sourceLocation
  ) {
    #expect(result.status == status.rawValue, "\(result.errors)", sourceLocation: place)
    for sentence in sentences { #expect(result.errors.contains(sentence), "\(result.errors)", sourceLocation: place) }
    for noise in ["Fatal error", "CancellationError", "should not happen"] {
      #expect(!result.errors.contains(noise), "\(result.errors)", sourceLocation: place)
    }
  }

  @Test func aDeskGoesOnWhenItsLogCannotBeWritten() throws {
    let server = try Server(data: try Program.desk(), errors: "/dev/full")
    #expect(try server.get("/sign-in").contains("200 OK"))
    #expect(try server.get("/nowhere").contains("404"))
    #expect(server.stop() == 0)
  }

  @Test func anAnswerThatCannotBeWrittenIsNoSuccess() throws {
    let data = try Program.desk()
    let process = Program.process(["user", "list", "--data", data], [:])
    process.standardOutput = FileHandle(forWritingAtPath: "/dev/full")
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let said = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == CommandStatus.diskFull.rawValue)
    #expect(said.contains("could not be written"), "\(said)")
  }

  /// The limit of a process stands for the end of the disk.
  @Test func aBackupThatFindsNoRoomSaysSo() throws {
    let (data, copy) = (try Program.desk(), try Program.temporaryFolder() + "/copy.tar")
    let limited = "trap '' XFSZ; ulimit -f 200; exec \"$@\""
    let process = Program.process([], [:])
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", limited, "sh", Program.path, "backup", copy, "--data", data]
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let said = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == CommandStatus.diskFull.rawValue, "\(said)")
    #expect(said.contains("There is not enough room for the backup") && said.contains("Free some space there"), "\(said)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: URL(fileURLWithPath: copy).deletingLastPathComponent().path).isEmpty)
  }

  /// A slip in --data must not make a second desk, nor a backup of nothing.
  @Test(arguments: [
    ["backup"], ["doctor"], ["user", "list"], ["mailbox", "list"], ["key", "check"], ["user", "deactivate", "vera@service.example"],
  ])
  func aDeskIsNotMadeByTheWay(_ command: [String]) throws {
    let data = try Program.temporaryFolder() + "/slip"
    Self.expect(try Program.run(command + ["--data", data]), .missing, "There is no desk in \(data)", "--data")
    #expect(!FileManager.default.fileExists(atPath: data))
  }

  @Test func whyAFolderCannotBeUsedIsSaid() throws {
    let file = try Program.temporaryFolder() + "/file"
    try "".write(toFile: file, atomically: true, encoding: .utf8)
    Self.expect(try Program.run("serve", "--data", file), .cannotWrite, "\(file): the folder", "Not a directory")
    Self.expect(try Program.run("serve", "--data", "/proc/nowhere"), .cannotWrite, "/proc/nowhere: the folder", "No such file")
  }

  @Test func aDatabaseThatIsGoneIsNotReplacedByAnEmptyOne() throws {
    let data = try Program.desk()
    try FileManager.default.removeItem(atPath: "\(data)/otklik.db")
    Self.expect(try Program.run("serve", "--data", data, "--listen", "127.0.0.1:0"), .missing, "\(data)/otklik.db", "otklik restore")
    #expect(!FileManager.default.fileExists(atPath: "\(data)/otklik.db"))
    #expect(FileManager.default.createFile(atPath: "\(data)/otklik.db", contents: Data()))
    Self.expect(try Program.run("serve", "--data", data, "--listen", "127.0.0.1:0"), .damaged, "\(data)/otklik.db is empty")
  }

  /// A new key would open none of the stored passwords, and nobody would be told.
  @Test func aKeyThatIsGoneIsNotReplacedInSilence() throws {
    let data = try Program.desk()
    let key = "\(data)/secret.key"
    Self.expect(try Program.run("key", "new", "--data", data), .refused, "\(key) is there")
    try FileManager.default.removeItem(atPath: key)
    Self.expect(try Program.run("serve", "--data", data, "--listen", "127.0.0.1:0"), .missing, key, "otklik key new")
    #expect(!FileManager.default.fileExists(atPath: key))
    let new = try Program.run("key", "new", "--data", data)
    #expect(new.status == 0, "\(new.errors)")
    #expect(FileManager.default.contents(atPath: key)?.count == 32)
    #expect(try Program.run("key", "check", "--data", data).status == 0)
  }

  @Test func aKeyOfAnotherLengthIsNamed() throws {
    let data = try Program.desk()
    try "short".write(toFile: "\(data)/secret.key", atomically: false, encoding: .utf8)
    Self.expect(try Program.run("serve", "--data", data, "--listen", "127.0.0.1:0"), .damaged, "\(data)/secret.key", "32 bytes")
  }

  @Test(arguments: ["--listen", "--smtp"]) func aHostThatNobodyKnowsIsNamed(_ option: String) throws {
    var arguments = ["serve", "--data", try Program.desk(), option, "nowhere.invalid:8000"]
    if option == "--smtp" { arguments += ["--listen", "127.0.0.1:0"] }
    Self.expect(try Program.run(arguments), .portInUse, "nowhere.invalid", option)
  }

  @Test(arguments: ["--listen", "--smtp"]) func anAddressOfAnotherMachineIsNamed(_ option: String) throws {
    var arguments = ["serve", "--data", try Program.desk(), option, "203.0.113.1:8000"]
    if option == "--smtp" { arguments += ["--listen", "127.0.0.1:0"] }
    Self.expect(try Program.run(arguments), .portInUse, "203.0.113.1 is no address of this machine", option)
  }
}
