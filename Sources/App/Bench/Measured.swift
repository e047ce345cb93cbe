import Foundation

/// A span of time and of processor time, from the call of `begin` on.
struct Measured: Encodable {
  let count: Int
  let perSecond: Double
  var cpuMs: Double?
  var p50Ms: Double?
  var p99Ms: Double?
  /// Of the same rows, written without the desk.
  var rawPerSecond: Double?
  var ofRaw: Double?

  struct Stopwatch {
    private let start = ContinuousClock.now
    private let used = Measured.processorSeconds()

    func stop(after count: Int) -> Measured {
      let seconds = start.duration(to: .now) / .seconds(1)
      return Measured(
        count: count, perSecond: Double(count) / seconds, cpuMs: (Measured.processorSeconds() - used) * 1000 / Double(count))
    }
  }

  mutating func take(milliseconds spans: [Double]) {
    let sorted = spans.sorted()
    p50Ms = sorted[sorted.count / 2]
    p99Ms = sorted[sorted.count * 99 / 100]
  }

  /// Of the whole process, in user and system mode.
  private static func processorSeconds() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1_000_000 }
  }

  static func print(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = .sortedKeys
    Terminal.print(String(decoding: try encoder.encode(value), as: UTF8.self))
  }
}
