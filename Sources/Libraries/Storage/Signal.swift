/// What `Database.signal` can carry.
package enum Signal {
  package static let channel = "otklik"
  /// Heard when the connection stands again after it was lost: what was signalled in between was not heard.
  package static let missed = "missed"
  /// In bytes of UTF-8. PostgreSQL takes 7,999; the same on both engines, so that nothing works on one of them only.
  package static let largest = 7_900

  package static func check(_ text: String) throws {
    let size = text.utf8.count
    guard size <= largest else { throw StorageError.failed("a signal of \(size) bytes; the most is \(largest)", statement: "") }
  }
}
