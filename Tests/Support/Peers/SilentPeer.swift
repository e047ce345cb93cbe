import Foundation
import Glibc

/// Listens, lets people connect and never says a word.
package final class SilentPeer: Sendable {
  package let port: Int
  private let descriptor: Int32

  package init() throws {
    port = try LocalPeer.freePort()
    descriptor = try LocalPeer.listen(on: port)
  }

  package func stop() { _ = Glibc.close(descriptor) }
}
