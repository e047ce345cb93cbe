import Synchronization

/// Who is on a ticket right now. Kept in memory, renewed by heartbeats, forgotten by itself.
package final class Presence: Sendable {
  package enum State: String, Sendable {
    case viewing, typing, replying
  }

  package struct Person: Sendable, Equatable {
    package let employee: Int64
    package let state: State
  }

  /// Heartbeats come every 20 seconds; one may be lost.
  static let lifetime: Int64 = 45_000
  private static let prefix = "presence"

  private struct Entry {
    var state: State
    var until: Instant
  }
  private let tickets = Mutex<[Int64: [Int64: Entry]]>([:])

  /// Who is there, by the time of their coming no longer: by their id, so that the picture does not jump.
  package func people(on ticket: Int64, now: Instant) -> [Person] {
    let entries = tickets.withLock { $0[ticket] ?? [:] }
    return entries.filter { $0.value.until > now }.map { Person(employee: $0.key, state: $0.value.state) }.sorted {
      $0.employee < $1.employee
    }
  }

  static func topic(_ ticket: Int64) -> String { "\(prefix)\(ticket)" }
  static func ticket(of topic: String) -> Int64? { topic.hasPrefix(prefix) ? Int64(topic.dropFirst(prefix.count)) : nil }

  /// What travels between processes: `7 typing`, `7 gone`.
  static func word(_ employee: Int64, _ state: State?) -> String { "\(employee) \(state?.rawValue ?? "gone")" }

  /// Returns whether anybody has to be told: a heartbeat that only renews is no news.
  func hear(_ word: String, on ticket: Int64, now: Instant) -> Bool {
    let halves = word.split(separator: " ")
    guard halves.count == 2, let employee = Int64(halves[0]) else { return false }
    let state = State(rawValue: String(halves[1]))
    return tickets.withLock { tickets in
      let known = tickets[ticket]?[employee].flatMap { $0.until > now ? $0.state : nil }
      tickets[ticket, default: [:]][employee] = state.map { Entry(state: $0, until: now.adding(milliseconds: Self.lifetime)) }
      if tickets[ticket]?.isEmpty ?? false { tickets[ticket] = nil }
      return known != state
    }
  }

  /// Forgets those who are gone without a word, and returns the tickets that they were on.
  func expire(now: Instant) -> [Int64] {
    tickets.withLock { tickets in
      var changed: [Int64] = []
      for (ticket, entries) in tickets {
        let left = entries.filter { $0.value.until > now }
        guard left.count < entries.count else { continue }
        changed.append(ticket)
        tickets[ticket] = left.isEmpty ? nil : left
      }
      return changed.sorted()
    }
  }
}
