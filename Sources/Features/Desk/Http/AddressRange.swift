import Foundation

/// An address, or a range of them (`10.0.0.0/8`, `fd00::/8`): the proxies whose word is taken.
package struct AddressRange: Sendable, Equatable {
  private let bytes: [UInt8]
  private let prefix: Int

  package init?(_ text: some StringProtocol) {
    let halves = text.split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count <= 2, let bytes = Self.bytes(of: String(halves[0])) else { return nil }
    self.bytes = bytes
    if halves.count == 2 {
      guard let prefix = Int(halves[1]), (0...bytes.count * 8).contains(prefix) else { return nil }
      self.prefix = prefix
    } else {
      prefix = bytes.count * 8
    }
  }

  /// Several with commas between; `nil` when one of them is none.
  package static func list(_ text: String) -> [AddressRange]? {
    var ranges: [AddressRange] = []
    for piece in text.split(separator: ",") {
      guard let range = AddressRange(piece.filter { !$0.isWhitespace }) else { return nil }
      ranges.append(range)
    }
    return ranges
  }

  package func contains(_ address: String) -> Bool {
    guard let other = Self.bytes(of: address), other.count == bytes.count else { return false }
    for index in 0..<prefix where (bytes[index / 8] ^ other[index / 8]) & (0x80 >> UInt8(index % 8)) != 0 { return false }
    return true
  }

  package static let loopback = [AddressRange("127.0.0.0/8")!, AddressRange("::1")!]

  private static func bytes(of address: String) -> [UInt8]? {
    var four = in_addr()
    if inet_pton(AF_INET, address, &four) == 1 { return withUnsafeBytes(of: &four) { Array($0) } }
    var six = in6_addr()
    guard inet_pton(AF_INET6, address, &six) == 1 else { return nil }
    let bytes = withUnsafeBytes(of: &six) { Array($0) }
    // ::ffff:10.0.0.1 is 10.0.0.1: a socket for both families says it so.
    return bytes.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff] ? Array(bytes.suffix(4)) : bytes
  }
}
