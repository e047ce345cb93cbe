import Desk
import Storage

/// Mail of an example, which has no server to send it: everything but the network is what a running desk does.
package enum PlayedDelivery {
  /// The kind of the job that sends: an example's own job of that kind stands in for it.
  package static let kind = SendMail.kind

  /// - Parameter reply: what the server says that does not take a reply; `nil` when it does.
  package static func conclude(_ mail: Int64, refusedWith reply: String?, in change: Transaction) throws {
    guard let letter = try Letter.load(mail, in: change.db) else { return }
    if let reply, letter.purpose == .reply { return try letter.fail(reply, in: change) }
    try letter.mailbox.noteSent(in: change)
    try letter.succeed(in: change)
  }
}
