import Foundation

/// The 32 bytes that everything of a desk hangs on, in `DATA/secret.key`, readable by the owner alone.
package enum KeyFile {
  private static let length = 32

  /// `nil` when there is none.
  package static func load(_ path: String) throws(KeyFileError) -> [UInt8]? {
    guard let data = FileManager.default.contents(atPath: path) else {
      guard !FileManager.default.fileExists(atPath: path) else { throw .unreadable(path) }
      return nil
    }
    guard data.count == length else { throw .noKey(path) }
    return [UInt8](data)
  }

  /// Whole and durable, or not at all: half a key would open nothing.
  package static func create(_ path: String) throws(KeyFileError) -> [UInt8] {
    let key = Random.bytes(length)
    let unfinished = path + ".new"
    let file = open(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .cannotCreate(path, errno) }
    let isWritten = write(file, key, key.count) == key.count && fsync(file) == 0
    let code = errno
    close(file)
    guard isWritten else { throw .cannotCreate(path, code) }
    guard rename(unfinished, path) == 0 else { throw .cannotCreate(path, errno) }
    return key
  }
}

package enum KeyFileError: Error {
  case unreadable(String)
  case noKey(String)
  /// With the system's number of the error.
  case cannotCreate(String, Int32)
}
