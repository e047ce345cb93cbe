import Foundation
import Storage
import StorageSQLite
import Testing

@testable import StoragePostgres

struct BackupTests {
  @Test(arguments: Engine.all)
  func aBackupIsWhole(_ engine: Engine) async throws {
    try await engine.withDatabase { database in
      let store = try await database.open()
      try await store.write { db in for table in TransactionTests.tables { try db.run(db.dialect.schema(table)) } }
      let path = database.folder + "/copy"
      try await store.backup(to: path)
      await store.close()
      switch engine {
      case .sqlite:
        let copy = try SQLiteStore(path: path)
        let kinds = try await copy.kinds()
        #expect(kinds == ["first"])
        await copy.close()
      case .postgresql:
        let head = try #require(FileHandle(forReadingAtPath: path)).readData(ofLength: 5)
        #expect(head == Data("PGDMP".utf8))
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        #expect(!FileManager.default.fileExists(atPath: path + ".unfinished"))
      }
    }
  }

  @Test func aMissingProgramIsNamed() throws {
    #expect {
      try PostgresDump(url: "postgres://nowhere/none", folders: ["/nonexistent"])
    } throws: { "\($0)".contains("pg_dump is not installed") }
  }

  @Test(.enabled(if: Engine.hasServer))
  func aFailedBackupLeavesNoFile() async throws {
    let path = FileManager.default.temporaryDirectory.path + "/otklik-no-such-database"
    let address = try #require(Engine.serverAddress).replacing(#/(//[^/]*)/[^?]*/#) { $0.1 + "/otklik_no_such_database" }
    #expect(throws: StorageError.self) { try PostgresDump(url: address).write(to: path) }
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(!FileManager.default.fileExists(atPath: path + ".unfinished"))
  }
}
