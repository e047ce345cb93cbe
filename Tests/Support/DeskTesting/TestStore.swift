import Desk
import Foundation
import Storage
import StorageSQLite

/// A real database for each test, made cheap: migrated once a process, copied for each test.
package enum TestStore {
  private actor Template {
    private var path: String?

    func file(_ steps: [Migration], at now: Int64) async throws -> String {
      if let path { return path }
      let folder = try temporaryFolder()
      let fresh = "\(folder)/template.sqlite"
      let store = try SQLiteStore(path: fresh)
      _ = try await store.migrate(steps, at: now)
      let copy = "\(folder)/copy.sqlite"
      try await store.backup(to: copy)
      await store.close()
      path = copy
      return copy
    }
  }
  private static let template = Template()

  package static func make(_ steps: [Migration], at now: Instant) async throws -> any Store {
    let path = "\(try temporaryFolder())/desk.sqlite"
    try FileManager.default.copyItem(atPath: try await template.file(steps, at: now.milliseconds), toPath: path)
    return try SQLiteStore(path: path)
  }

  package static func temporaryFolder() throws -> String {
    let path = NSTemporaryDirectory() + "otklik-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }
}
