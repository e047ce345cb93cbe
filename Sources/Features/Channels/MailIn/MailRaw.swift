import Desk
import Storage

/// A message as it came: a short one in its row, a long one in a file.
enum MailRaw: Sendable {
  case bytes([UInt8])
  case blob(String, size: Int)

  var size: Int {
    switch self {
    case .bytes(let bytes): bytes.count
    case .blob(_, let size): size
    }
  }

  /// - Throws: when the row is gone.
  static func find(_ mail: Int64, world: World) async throws -> MailRaw {
    try await world.read { db in
      let found = try db.row("SELECT r.bytes, r.blob, m.size FROM mail_raw r JOIN mail m ON m.id = r.mail_id WHERE r.mail_id = \(mail)")
      guard let row = found else { throw Refusal.notFound }
      if let bytes: [UInt8] = try row[0] { return .bytes(bytes) }
      return .blob(try row[1], size: try row[2])
    }
  }

  /// The first bytes, at most as many. What is in a file is not read further.
  /// - Throws: when the file is gone: the data folder is damaged.
  func head(_ count: Int, in blobs: Blobs) throws -> [UInt8] {
    switch self {
    case .bytes(let bytes): Array(bytes.prefix(count))
    case .blob(let hash, let size): try blobs.get(hash, from: 0, count: min(count, size))
    }
  }

  func all(in blobs: Blobs) throws -> [UInt8] {
    switch self {
    case .bytes(let bytes): bytes
    case .blob(let hash, _): try blobs.get(hash)
    }
  }

  func insert(for mail: Int64, in change: Transaction) throws {
    let (bytes, blob): ([UInt8]?, String?) =
      switch self {
      case .bytes(let bytes): (bytes, nil)
      case .blob(let hash, _): (nil, hash)
      }
    try change.db.run("INSERT INTO mail_raw (mail_id, bytes, blob) VALUES (\(mail), \(bytes), \(blob))")
  }
}
