import CPostgres
import Foundation
import Storage

/// One of the programs that come with PostgreSQL, pointed at a database.
struct PostgresProgram: Sendable {
  private let name: String
  private let path: String
  private let environment: [String: String]

  /// - Throws: `StorageError.failed` when the program is in none of `folders` (by default those of PATH).
  init(_ name: String, url: String, folders: [String]? = nil) throws {
    let own = ProcessInfo.processInfo.environment
    let folders = folders ?? (own["PATH"] ?? "/usr/bin").split(separator: ":").map(String.init)
    guard let path = folders.map({ "\($0)/\(name)" }).first(where: FileManager.default.isExecutableFile) else {
      throw StorageError.failed("\(name) is not installed (Debian: postgresql-client); it was looked for in \(folders)", statement: "")
    }
    self.name = name
    self.path = path
    environment = own.merging(try Self.connection(url)) { $1 }
  }

  /// The name of the database, for programs that do not take it from the environment.
  var database: String { environment["PGDATABASE"] ?? "" }

  /// Returns what the program printed, when `takesOutput`.
  func run(_ arguments: [String], takesOutput: Bool = false) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = environment
    let (errors, output) = (Pipe(), Pipe())
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = takesOutput ? output : FileHandle.nullDevice
    try process.run()
    let printed = takesOutput ? try output.fileHandleForReading.readToEnd() ?? Data() : Data()
    let said = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let text = String(decoding: said, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
      throw StorageError.failed("\(name): \(text)", statement: "")
    }
    return String(decoding: printed, as: UTF8.self)
  }

  /// The address in libpq's environment variables: a command line could be read by every user of the machine.
  private static func connection(_ url: String) throws -> [String: String] {
    var message: UnsafeMutablePointer<CChar>?
    guard let options = PQconninfoParse(url, &message) else {
      defer { PQfreemem(message) }
      throw StorageError.unreachable(message.map { String(cString: $0) } ?? "the address cannot be read")
    }
    defer { PQconninfoFree(options) }
    var variables: [String: String] = [:]
    var option = options
    while option.pointee.keyword != nil {
      if let variable = option.pointee.envvar, let value = option.pointee.val {
        variables[String(cString: variable)] = String(cString: value)
      }
      option += 1
    }
    return variables
  }
}
