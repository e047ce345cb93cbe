import Foundation
import Secrets
import WorkTime

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
    // Touched, so that nobody deletes what is about to be used again.
    let parent = (path as NSString).deletingLastPathComponent
    if utimes(path, nil) == 0 {
      // Whoever wrote them may not have come that far yet.
      try sync(folder: parent)
      return hash
    }
    guard mkdir(parent, 0o700) == 0 || errno == EEXIST else { throw BlobError(path: parent, code: errno) }
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

  /// A part of the bytes, for answers that are sent piece by piece.
  package func get(_ hash: String, from offset: Int, count: Int) throws -> [UInt8] {
    let file = open(path(hash), O_RDONLY)
    guard file >= 0 else { throw BlobError(path: path(hash), code: errno) }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = bytes.withUnsafeMutableBytes { pread(file, $0.baseAddress! + filled, count - filled, off_t(offset + filled)) }
      guard got > 0 else { throw BlobError(path: path(hash), code: got == 0 ? EIO : errno) }
      filled += got
    }
    return bytes
  }

  /// Deletes the bytes unless `put` met them since. They are moved aside first and looked at again, so that a `put` at the same
  /// moment either finds them and they come back, or writes them anew.
  package func remove(_ hash: String, unusedSince limit: Instant) throws {
    let (path, aside) = (path(hash), path(hash) + ".gone")
    guard let touched = Self.modified(path), touched < limit, rename(path, aside) == 0 else { return }
    if let touched = Self.modified(aside), touched >= limit {
      guard rename(aside, path) == 0 else { throw BlobError(path: path, code: errno) }
    } else {
      unlink(aside)
    }
  }

  private static func modified(_ path: String) -> Instant? {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return nil }
    return Instant(milliseconds: Int64(facts.st_mtim.tv_sec) * 1000 + Int64(facts.st_mtim.tv_nsec) / 1_000_000)
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
    guard fsync(file) == 0 else {
      let code = errno
      unlink(path)
      throw BlobError(path: path, code: code)
    }
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
  /// Full, over a quota, or mounted for reading only: the file system takes nothing for now.
  package var isDiskFull: Bool { [ENOSPC, EDQUOT, EROFS].contains(code) }
}
