/// A picture that a page may show: of one of four kinds, with a header that says so and a size that a browser can bear.
/// Formats: RFC 2083 (PNG), GIF89a, ITU T.81 (JPEG), RFC 9649 (WebP).
package struct Raster: Sendable, Equatable {
  package static let types: Set<String> = ["image/png", "image/jpeg", "image/gif", "image/webp"]
  /// A side, and all pixels: a small file may unfold to gigabytes.
  static let longestSide = 20_000
  static let mostPixels = 100_000_000

  package let contentType: String
  package let width: Int
  package let height: Int

  /// `nil` for everything that is not such a picture.
  package init?(_ bytes: [UInt8]) {
    guard let (type, width, height) = Self.png(bytes) ?? Self.gif(bytes) ?? Self.webp(bytes) ?? Self.jpeg(bytes) else { return nil }
    guard (1...Self.longestSide).contains(width), (1...Self.longestSide).contains(height), width * height <= Self.mostPixels else {
      return nil
    }
    (contentType, self.width, self.height) = (type, width, height)
  }

  private typealias Found = (type: String, width: Int, height: Int)

  private static func big(_ bytes: [UInt8], _ at: Int, _ count: Int) -> Int {
    bytes[at..<(at + count)].reduce(0) { $0 << 8 | Int($1) }
  }

  private static func little(_ bytes: [UInt8], _ at: Int, _ count: Int) -> Int {
    bytes[at..<(at + count)].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  private static func png(_ bytes: [UInt8]) -> Found? {
    let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
    guard bytes.count > 32, bytes.starts(with: signature) else { return nil }
    return ("image/png", big(bytes, 16, 4), big(bytes, 20, 4))
  }

  private static func gif(_ bytes: [UInt8]) -> Found? {
    guard bytes.count > 13, bytes.starts(with: Array("GIF87a".utf8)) || bytes.starts(with: Array("GIF89a".utf8)) else { return nil }
    return ("image/gif", little(bytes, 6, 2), little(bytes, 8, 2))
  }

  private static func webp(_ bytes: [UInt8]) -> Found? {
    guard bytes.count >= 30, bytes.starts(with: Array("RIFF".utf8)), bytes[8..<12].elementsEqual("WEBP".utf8) else { return nil }
    switch String(decoding: bytes[12..<16], as: UTF8.self) {
    case "VP8 ":
      guard bytes[23..<26].elementsEqual([0x9D, 0x01, 0x2A]) else { return nil }
      return ("image/webp", little(bytes, 26, 2) & 0x3FFF, little(bytes, 28, 2) & 0x3FFF)
    case "VP8L":
      guard bytes[20] == 0x2F else { return nil }
      let sides = little(bytes, 21, 4)
      return ("image/webp", (sides & 0x3FFF) + 1, (sides >> 14 & 0x3FFF) + 1)
    case "VP8X": return ("image/webp", little(bytes, 24, 3) + 1, little(bytes, 27, 3) + 1)
    default: return nil
    }
  }

  /// Walks the segments to the start of a frame, which alone knows the size.
  private static func jpeg(_ bytes: [UInt8]) -> Found? {
    guard bytes.starts(with: [0xFF, 0xD8, 0xFF]) else { return nil }
    var at = 2
    while at + 9 < bytes.count {
      guard bytes[at] == 0xFF else { return nil }
      let marker = bytes[at + 1]
      if marker == 0xFF {
        at += 1
        continue
      }
      let isFrame = (0xC0...0xCF).contains(marker) && marker != 0xC4 && marker != 0xC8 && marker != 0xCC
      if isFrame { return ("image/jpeg", big(bytes, at + 7, 2), big(bytes, at + 5, 2)) }
      guard marker != 0xDA, marker != 0xD9, !(0xD0...0xD8).contains(marker) else { return nil }
      let length = big(bytes, at + 2, 2)
      guard length >= 2 else { return nil }
      at += 2 + length
    }
    return nil
  }
}
