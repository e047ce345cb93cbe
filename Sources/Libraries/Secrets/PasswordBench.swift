import Dispatch
import Synchronization

/// Hashes passwords off the request threads, at most two at once: a flood of sign-ins takes neither all cores nor all memory.
package final class PasswordBench: Sendable {
  private let queue = DispatchQueue(label: "passwords", attributes: .concurrent)
  private let places = DispatchSemaphore(value: 2)
  private let cost: Password.Cost
  /// Checked when the address is unknown, so that the answer takes as long as for a known one.
  private let decoy: String

  /// How many passwords were checked since the start: a flood of guesses shows here.
  package var checks: Int { counter.load(ordering: .relaxed) }
  private let counter = Atomic(0)

  package init(cost: Password.Cost = .interactive) {
    self.cost = cost
    decoy = Password.hash(Secret(Random.token()), cost: cost)
  }

  package func hash(_ password: Secret) async -> String { await run { [cost] in Password.hash(password, cost: cost) } }

  package func verify(_ password: Secret, against hash: String?) async -> Bool {
    counter.add(1, ordering: .relaxed)
    let isKnown = hash != nil
    let matches = await run { [decoy] in Password.verify(password, against: hash ?? decoy) }
    return isKnown && matches
  }

  private func run<T: Sendable>(_ work: @escaping @Sendable () -> T) async -> T {
    await withCheckedContinuation { done in
      queue.async { [places] in
        places.wait()
        defer { places.signal() }
        done.resume(returning: work())
      }
    }
  }
}
