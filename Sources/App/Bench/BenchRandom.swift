import Chance

/// Numbers that are the same each time: a desk of a seed is the same desk.
struct BenchRandom {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func next() -> UInt64 { generator.next() }
  mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }
  /// From 0 up to 1.
  mutating func share() -> Double { Double(next() >> 11) / Double(UInt64(1) << 53) }
  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
  mutating func pick<T>(_ items: [T]) -> T { items[below(items.count)] }

  /// Few of the first take most of it, as a few clients write most of the requests.
  mutating func skewed(_ count: Int) -> Int {
    let share = share()
    return Int(share * share * share * Double(count))
  }

  /// Mostly short, seldom long: between a tenth and nine times as much as `usual`.
  mutating func span(usual: Int64) -> Int64 {
    let share = share()
    return Int64(Double(usual) * (0.1 + 9 * share * share * share * share))
  }

  /// Looks like the ids that the program makes.
  mutating func publicID() -> String {
    var bits = (next(), next())
    return String(unsafeUninitializedCapacity: 16) { buffer in
      for index in 0..<16 {
        let low = index < 8 ? bits.0 : bits.1
        buffer[index] = Self.alphabet[Int(low & 31)]
        if index < 8 { bits.0 >>= 5 } else { bits.1 >>= 5 }
      }
      return 16
    }
  }

  private static let alphabet = Array("abcdefghijkmnpqrstuvwxyz23456789".utf8)
}
