import ArgumentParser
import Desk
import Foundation
import Storage
import StoragePostgres
import StorageSQLite

struct Migrate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: t("command.migrate"),
    discussion: t("command.migrate.more"))
  @OptionGroup(title: t("command.help.settings")) var options: SettingsOptions
  @Option(
    help: ArgumentHelp(
      t("command.migrate.dumpSchema"), valueName: "engine"))
  var dumpSchema: Engine?

  enum Engine: String, ExpressibleByArgument, CaseIterable { case sqlite, postgresql }

  func run() async throws {
    switch dumpSchema {
    case .sqlite: Terminal.print(try await SchemaText.sqlite())
    case .postgresql: Terminal.print(try await SchemaText.postgresql(options.load()))
    case nil:
      try await OpenDesk.using(options.load(), for: .serve) { desk in
        let count: Int64 = try await desk.world.read { try $0.value("SELECT count(*) FROM schema_step") ?? 0 }
        Terminal.print(t("command.migrate.done", ["count": "\(count)"]))
      }
    }
  }
}

/// The whole schema to read, the same each time.
enum SchemaText {
  static func sqlite() async throws -> String {
    let folder = NSTemporaryDirectory() + "otklik-schema-\(getpid())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    // What is left in the temporary folder does no harm.
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = try SQLiteStore(path: "\(folder)/schema.db", readers: 1)
    _ = try await store.migrate(Upgrading.steps, at: 0)
    let statements: [String] = try await store.read { db in
      try db.values(
        """
        SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
          AND name NOT LIKE 'search\\_text\\_%' ESCAPE '\\' ORDER BY rowid
        """)
    }
    await store.close()
    return statements.map { $0 + ";" }.joined(separator: "\n")
  }

  static func postgresql(_ settings: Settings) async throws -> String {
    guard case .postgresql(let url) = settings.database else {
      throw Complaint(.usage, t("command.migrate.noDatabase"))
    }
    let store = try await PostgresStore(url: url.reveal())
    let tables: Int64 = try await store.read { db in
      try db.value("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()") ?? 0
    }
    guard tables == 0 else {
      throw Complaint(.refused, t("command.migrate.notEmpty"), advice: t("command.migrate.notEmpty.advice"))
    }
    _ = try await store.migrate(Upgrading.steps, at: 0)
    await store.close()
    let dump = try await PostgresTools(url: url.reveal()).schema()
    // Comments and settings tell of the server's version, not of the schema.
    let noise = ["--", "SET ", "SELECT pg_catalog.set_config", "\\"]
    let lines = dump.split(separator: "\n").filter { line in !noise.contains { line.hasPrefix($0) } }
    return lines.joined(separator: "\n")
  }
}
