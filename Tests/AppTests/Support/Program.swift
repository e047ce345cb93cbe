import Foundation

/// The built program, run as a person would.
struct Program {
  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  /// Beside the test program, in the build folder.
  static let path = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path + "/otklik"
  static let resources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  static func process(_ arguments: [String], _ environment: [String: String]) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    // Test servers of mail listen on any port of this machine.
    let ours = ["OTKLIK_RESOURCES": resources, "OTKLIK_MAIL_NETWORKS": "127.0.0.0/8,::1", "SWIFT_BACKTRACE": "enable=no", "LC_ALL": "C"]
    let own = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("OTKLIK_") }
    process.environment = own.merging(ours) { $1 }.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    return process
  }

  /// Runs to the end. The output goes through files: a full pipe would make both wait.
  static func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Result {
    try run(arguments, environment: environment)
  }

  static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Result {
    let folder = try temporaryFolder()
    let process = process(arguments, environment)
    let (output, errors) = ("\(folder)/out", "\(folder)/err")
    for path in [output, errors] { _ = FileManager.default.createFile(atPath: path, contents: nil) }
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: try String(contentsOfFile: output, encoding: .utf8),
      errors: try String(contentsOfFile: errors, encoding: .utf8))
  }

  static func temporaryFolder() throws -> String {
    let path = NSTemporaryDirectory() + "otklik-app-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  /// A folder of data with the desk of Vera in it.
  static func desk(environment: [String: String] = [:]) throws -> String {
    let data = try temporaryFolder() + "/data"
    let result = try run(
      "setup", "--data", data, "--admin-email", "vera@service.example", "--admin-password", "correct horse", "--company", "Service Plus",
      environment: environment)
    guard result.status == 0 else { throw Unexpected(text: result.errors) }
    return data
  }
}

struct Unexpected: Error, CustomStringConvertible {
  let text: String
  var description: String { text }
}
