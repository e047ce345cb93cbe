import Foundation
import Secrets

/// Files by the hash of their bytes. A name that somebody chose never touches the file system.
package struct Blobs: Sendable {
  private let folder: String

  package init(folder: String) throws {
    self.folder = folder
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  /// Writes the bytes durably (file and folder are synced) and returns their hash. The same bytes are kept once.
  package func put(_ bytes: [UInt8]) throws -> String {
    let hash = hex(SHA256.hash(bytes))
    let path = path(hash)
    guard !FileManager.default.fileExists(atPath: path) else { return hash }
    let parent = (path as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let temporary = "\(parent)/.\(Random.publicID())"
    try write(bytes, to: temporary)
    guard rename(temporary, path) == 0 else { throw BlobError(path: path, code: errno) }
    try sync(folder: parent)
    return hash
  }

  /// - Throws: `BlobError` when the file is not there: the data folder is damaged, which a page must say.
  package func get(_ hash: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path(hash)) else { throw BlobError(path: path(hash), code: ENOENT) }
    return [UInt8](data)
  }

  package func has(_ hash: String) -> Bool { FileManager.default.fileExists(atPath: path(hash)) }

  private func path(_ hash: String) -> String {
    // Only what `put` made can be asked for.
    precondition(hash.utf8.count == 64 && hash.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) })
    return "\(folder)/\(hash.prefix(2))/\(hash)"
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    guard file >= 0 else { throw BlobError(path: path, code: errno) }
    defer { close(file) }
    var offset = 0
    while offset < bytes.count {
      let written = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress! + offset, bytes.count - offset) }
      guard written > 0 else {
        let code = errno
        unlink(path)
        throw BlobError(path: path, code: code)
      }
      offset += written
    }
    guard fsync(file) == 0 else { throw BlobError(path: path, code: errno) }
  }

  private func sync(folder: String) throws {
    let handle = open(folder, O_RDONLY)
    guard handle >= 0 else { throw BlobError(path: folder, code: errno) }
    defer { close(handle) }
    guard fsync(handle) == 0 else { throw BlobError(path: folder, code: errno) }
  }
}

package struct BlobError: Error, CustomStringConvertible {
  let path: String
  let code: Int32
  package var description: String { "\(path): \(String(cString: strerror(code)))" }
  package var isDiskFull: Bool { code == ENOSPC }
}
