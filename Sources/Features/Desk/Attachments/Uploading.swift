import Foundation
import Mail
import Secrets
import Storage
import Web

/// A file that was taken in: its bytes are kept already, its row is not there yet.
package struct NewUpload: Sendable {
  /// Bytes of one file.
  package static let limit = 40 << 20

  let name: String
  let contentType: String
  let size: Int
  let blob: String
  let isExecutable: Bool

  /// - Parameter otherwise: the name of a file whose own has nothing that could be shown.
  package init(_ file: Form.File, blobs: Blobs, otherwise: String) throws {
    name = FileName.cleaned(file.name, otherwise: otherwise)
    guard file.bytes.count <= Self.limit else {
      throw Refusal.invalid("file", "files.tooLarge", ["name": name, "limit": String(Self.limit >> 20)])
    }
    // A picture is what its bytes say; anything else may call itself as it likes, since it is never shown in a page.
    contentType = Raster(file.bytes)?.contentType ?? MediaType.cleaned(file.contentType)
    size = file.bytes.count
    isExecutable = Executables.mark(name: name, bytes: file.bytes) != nil
    blob = try blobs.put(file.bytes)
  }
}

extension Agent {
  /// Keeps a file for the message that will be sent with it. It is nobody else's until then.
  package func keep(_ upload: NewUpload, in change: Transaction) throws -> Attachment {
    let row = try change.db.row(
      """
      INSERT INTO attachment (public_id, uploader_id, blob, name, content_type, size, is_public, is_executable, created_at)
      VALUES (\(Random.publicID()), \(id), \(upload.blob), \(upload.name), \(upload.contentType), \(upload.size), 0, \(upload.isExecutable),
        \(change.now))
      RETURNING *
      """)
    try ForgetUploads.plan(in: change)
    return try Attachment(row: row!)
  }

  /// Takes an own upload back that no message has yet.
  package func discardUpload(_ publicID: String, in change: Transaction) throws {
    let gone = try change.db.rows(
      "DELETE FROM attachment WHERE public_id = \(publicID) AND uploader_id = \(id) AND message_id IS NULL RETURNING blob")
    guard let row = gone.first else { throw Refusal.notFound }
    try change.enqueue(SweepBlob(blob: row[0]), at: change.now.adding(milliseconds: SweepBlob.pause), key: row[0])
  }
}

/// Types of content as strangers claim them.
enum MediaType {
  static let unknown = "application/octet-stream"

  /// "image/png" out of "Image/PNG; name=x"; anything that is no type is unknown.
  static func cleaned(_ raw: String) -> String {
    let type = raw.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
    let halves = type.split(separator: "/", omittingEmptySubsequences: false)
    let isToken = { (half: Substring) in
      !half.isEmpty && half.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || "+-._".utf8.contains($0) }
    }
    return halves.count == 2 && type.utf8.count <= 100 && halves.allSatisfy(isToken) ? type : unknown
  }
}
