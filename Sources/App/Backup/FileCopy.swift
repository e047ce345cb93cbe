import Foundation
import Secrets

/// Copies a file durably and tells the hash of what was read.
enum FileCopy {
  private static let piece = 1 << 20

  static func hash(_ path: String) throws -> String { try read(path) { _ in } }

  /// The copy is its owner's alone. Symbolic links are not followed: a backup has none.
  static func copy(_ path: String, to target: String) throws -> String {
    let file = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure(target) }
    defer { close(file) }
    let hash = try read(path) { bytes in
      var offset = 0
      while offset < bytes.count {
        let written = bytes.withUnsafeBytes { write(file, $0.baseAddress! + offset, bytes.count - offset) }
        guard written > 0 else { throw failure(target) }
        offset += written
      }
    }
    guard fsync(file) == 0 else { throw failure(target) }
    return hash
  }

  /// A file, or the names in a folder.
  static func sync(_ path: String) throws {
    let handle = open(path, O_RDONLY | O_CLOEXEC)
    guard handle >= 0 else { throw failure(path) }
    defer { close(handle) }
    guard fsync(handle) == 0 else { throw failure(path) }
  }

  static func failure(_ path: String) -> Complaint { .writing(path, errno) }

  private static func read(_ path: String, _ body: ([UInt8]) throws -> Void) throws -> String {
    let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
    guard file >= 0 else { throw failure(path) }
    defer { close(file) }
    var hash = RunningSHA256()
    var buffer = [UInt8](repeating: 0, count: piece)
    while true {
      let count = Glibc.read(file, &buffer, piece)
      guard count >= 0 else { throw failure(path) }
      guard count > 0 else { return hash.hex() }
      let bytes = count == piece ? buffer : Array(buffer[..<count])
      hash.add(bytes)
      try body(bytes)
    }
  }
}
