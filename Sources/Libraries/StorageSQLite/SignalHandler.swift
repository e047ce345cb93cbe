import Synchronization

/// Holds the one receiver of signals; set once the program is wired.
final class SignalHandler: Sendable {
  private let handler = Mutex<(@Sendable (String) -> Void)?>(nil)

  func set(_ new: @escaping @Sendable (String) -> Void) { handler.withLock { $0 = new } }

  func send(_ texts: [String]) {
    guard !texts.isEmpty, let handler = handler.withLock({ $0 }) else { return }
    for text in texts { handler(text) }
  }
}
