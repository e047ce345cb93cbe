import Foundation
import Secrets
import Synchronization
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
    if try isKept(hash) { return hash }
    let temporary = "\(folder)/.\(Random.publicID())"
    try write(bytes, to: temporary)
    try adopt(temporary, as: hash)
    return hash
  }

  /// For bytes that come piece by piece, more of them than memory should hold.
  package func draft() throws -> BlobDraft { try BlobDraft(self, path: "\(folder)/\(Self.draftMark)\(Random.publicID())") }

  private static let draftMark = ".draft-"

  /// Drafts that a killed program left behind. Only right when no other program writes into the folder.
  package func forgetDrafts() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasPrefix(Self.draftMark) {
      unlink("\(folder)/\(name)")
    }
  }

  /// For bytes that get one more user.
  /// - Throws: when they are not there: the data folder is damaged.
  package func touch(_ hash: String) throws {
    guard try isKept(hash) else { throw BlobError(path: path(hash), code: ENOENT) }
  }

  /// Touched, so that nobody deletes what is about to be used again.
  fileprivate func isKept(_ hash: String) throws -> Bool {
    guard utimes(path(hash), nil) == 0 else { return false }
    // Whoever wrote them may not have come that far yet.
    try sync(folder: parent(hash))
    return true
  }

  /// Gives a file that is durable the place of its hash.
  fileprivate func adopt(_ file: String, as hash: String) throws {
    let (path, parent) = (path(hash), parent(hash))
    guard mkdir(parent, 0o700) == 0 || errno == EEXIST else { throw BlobError(path: parent, code: errno) }
    guard rename(file, path) == 0 else { throw BlobError(path: path, code: errno) }
    try sync(folder: parent)
  }

  /// - Throws: `BlobError` when the file is not there: the data folder is damaged, which a page must say.
  package func get(_ hash: String) throws -> [UInt8] {
    var facts = stat()
    guard stat(path(hash), &facts) == 0 else { throw BlobError(path: path(hash), code: errno) }
    return try get(hash, from: 0, count: Int(facts.st_size))
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

  private func parent(_ hash: String) -> String { "\(folder)/\(hash.prefix(2))" }

  private func path(_ hash: String) -> String {
    // Only what `put` made can be asked for.
    precondition(hash.utf8.count == 64 && hash.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) })
    return "\(folder)/\(hash.prefix(2))/\(hash)"
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    guard file >= 0 else { throw BlobError(path: path, code: errno) }
    defer { close(file) }
    do {
      try Self.write(bytes[...], to: file, path: path)
      guard fsync(file) == 0 else { throw BlobError(path: path, code: errno) }
    } catch {
      unlink(path)
      throw error
    }
  }

  fileprivate static func write(_ bytes: ArraySlice<UInt8>, to file: Int32, path: String) throws {
    try bytes.withUnsafeBytes { bytes in
      var offset = 0
      while offset < bytes.count {
        let written = Glibc.write(file, bytes.baseAddress! + offset, bytes.count - offset)
        guard written > 0 else { throw BlobError(path: path, code: errno) }
        offset += written
      }
    }
  }

  private func sync(folder: String) throws {
    let handle = open(folder, O_RDONLY)
    guard handle >= 0 else { throw BlobError(path: folder, code: errno) }
    defer { close(handle) }
    guard fsync(handle) == 0 else { throw BlobError(path: folder, code: errno) }
  }
}

/// A file that is being written. Unless it is kept, it goes with its last owner.
package final class BlobDraft: Sendable {
  private struct Writing {
    let file: Int32
    var hash = RunningSHA256()
    var size = 0
    var isKept = false
  }

  private let blobs: Blobs
  private let path: String
  private let state: Mutex<Writing>

  fileprivate init(_ blobs: Blobs, path: String) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    guard file >= 0 else { throw BlobError(path: path, code: errno) }
    (self.blobs, self.path) = (blobs, path)
    state = Mutex(Writing(file: file))
  }

  deinit {
    let (file, isKept) = state.withLock { ($0.file, $0.isKept) }
    close(file)
    if !isKept { unlink(path) }
  }

  package func add(_ piece: ArraySlice<UInt8>) throws {
    try state.withLock { state in
      try Blobs.write(piece, to: state.file, path: path)
      state.hash.add(Array(piece))
      state.size += piece.count
    }
  }

  /// Makes the bytes durable under their hash. Nothing can be added any more.
  package func keep() throws -> (hash: String, size: Int) {
    try state.withLock { state in
      let hash = state.hash.hex()
      guard fsync(state.file) == 0 else { throw BlobError(path: path, code: errno) }
      if try !blobs.isKept(hash) {
        try blobs.adopt(path, as: hash)
        state.isKept = true
      }
      return (hash, state.size)
    }
  }
}

package struct BlobError: Error, CustomStringConvertible {
  let path: String
  let code: Int32
  package var description: String { "\(path): \(String(cString: strerror(code)))" }
  /// Full, over a quota, or mounted for reading only: the file system takes nothing for now.
  package var isDiskFull: Bool { [ENOSPC, EDQUOT, EROFS].contains(code) }
}
