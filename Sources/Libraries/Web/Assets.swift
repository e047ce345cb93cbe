import Foundation
import Hummingbird
import Synchronization

/// The files of `Public/`: read once, compressed once at most, served for ever under a checksum of them all, so that
/// a browser asks for each exactly once per version and modules may import each other by relative names.
package final class Assets: Sendable {
  struct Asset: Sendable {
    let type: String
    let plain: ByteBuffer
    let isCompressible: Bool
    let brotli: ByteBuffer?
  }

  package let checksum: String
  private let assets: [String: Asset]
  /// Compressed when they are first asked for: most browsers take the other form, and compressing all of them would hold up the start.
  private let gzipped = Mutex<[String: ByteBuffer]>([:])

  /// - Parameter folder: with `css/` (joined into `app.css` in the order of `css/order.txt`, into `plain.css` in that of `order-plain.txt`), `js/`, `vendor/`, `field/`.
  package init(folder: String) throws {
    var files = try Self.files(in: folder)
    files["app.css"] = try Self.stylesheet(folder: folder, order: "order.txt")
    files["plain.css"] = try Self.stylesheet(folder: folder, order: "order-plain.txt")
    var hash = Checksum()
    for name in files.keys.sorted() {
      hash.add(name.utf8)
      hash.add(files[name]!)
    }
    checksum = hash.hex
    var assets: [String: Asset] = [:]
    for (name, bytes) in files where !name.hasSuffix(".br") && !name.hasSuffix(".gz") && !name.hasPrefix("css/") {
      assets[name] = Self.asset(name: name, bytes: bytes, brotli: files[name + ".br"])
    }
    self.assets = assets
  }

  /// The address of a file: `/assets/1a2b3c/js/app.js`.
  package func url(_ name: String) -> String { "/assets/\(checksum)/\(name)" }
  package func has(_ name: String) -> Bool { assets[name] != nil }

  package func response(_ name: String, accepting encodings: String, isCurrent: Bool) -> Response? {
    guard let asset = assets[name] else { return nil }
    var headers: HTTPFields = [
      .contentType: asset.type, .vary: "Accept-Encoding", .xContentTypeOptions: "nosniff",
      .cacheControl: isCurrent ? "public, max-age=31536000, immutable" : "no-cache",
    ]
    var body = asset.plain
    if encodings.contains("br"), let brotli = asset.brotli {
      headers[.contentEncoding] = "br"
      body = brotli
    } else if encodings.contains("gzip"), asset.isCompressible, let gzip = gzip(name, of: asset) {
      headers[.contentEncoding] = "gzip"
      body = gzip
    }
    return Response(status: .ok, headers: headers, body: .init(byteBuffer: body))
  }

  private func gzip(_ name: String, of asset: Asset) -> ByteBuffer? {
    if let known = gzipped.withLock({ $0[name] }) { return known }
    guard let made = Gzip.compressed(Array(asset.plain.readableBytesView), level: 9).map({ ByteBuffer(bytes: $0) }) else { return nil }
    gzipped.withLock { $0[name] = made }
    return made
  }

  private static func asset(name: String, bytes: [UInt8], brotli: [UInt8]?) -> Asset {
    let suffix = name.split(separator: ".").last.map(String.init) ?? ""
    return Asset(
      type: types[suffix] ?? "application/octet-stream", plain: ByteBuffer(bytes: bytes),
      isCompressible: suffix != "woff2" && suffix != "png",
      brotli: brotli.map { ByteBuffer(bytes: $0) })
  }

  private static let types = [
    "js": "text/javascript; charset=utf-8", "mjs": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml", "woff2": "font/woff2", "json": "application/json", "png": "image/png", "ico": "image/x-icon",
    "webmanifest": "application/manifest+json", "txt": "text/plain; charset=utf-8",
  ]

  private static func files(in folder: String) throws -> [String: [UInt8]] {
    let root = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    guard let walk = FileManager.default.enumerator(atPath: root) else { throw AssetsError(folder: folder) }
    var files: [String: [UInt8]] = [:]
    while let name = walk.nextObject() as? String {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: "\(root)/\(name)", isDirectory: &isFolder), !isFolder.boolValue else { continue }
      files[name] = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(root)/\(name)")))
    }
    guard !files.isEmpty else { throw AssetsError(folder: folder) }
    return files
  }

  private static func stylesheet(folder: String, order file: String) throws -> [UInt8] {
    let order = try String(contentsOfFile: "\(folder)/css/\(file)", encoding: .utf8)
    var whole: [UInt8] = []
    for line in order.split(whereSeparator: \.isNewline) {
      let name = line.trimmingCharacters(in: .whitespaces)
      guard !name.isEmpty, !name.hasPrefix("#") else { continue }
      whole += [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/css/\(name)")))
      whole.append(10)
    }
    return whole
  }
}

package struct AssetsError: Error, CustomStringConvertible {
  package let folder: String
  package var description: String {
    "\(folder): no files of the interface here; set --resources to the folder that holds Public and Languages"
  }
}

/// 64-bit FNV-1a: names versions of files, protects nothing.
struct Checksum {
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325
  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }
  var hex: String { String(state, radix: 16) }
}

extension HTTPField.Name {
  package static var xContentTypeOptions: Self { .init("X-Content-Type-Options")! }
}
