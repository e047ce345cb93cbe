import Synchronization

/// Things that features keep for as long as the program runs, such as open connections: one of each kind, made when first asked for.
package final class Parts: Sendable {
  private let made = Mutex<[ObjectIdentifier: any Sendable]>([:])

  package init() {}

  package func the<T: Sendable>(_ make: @autoclosure () -> T) -> T {
    made.withLock { made in
      if let ready = made[ObjectIdentifier(T.self)] as? T { return ready }
      let new = make()
      made[ObjectIdentifier(T.self)] = new
      return new
    }
  }
}
