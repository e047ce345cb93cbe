import Hummingbird
import Synchronization

/// What a request leaves to be done when its answer is out: nobody waits for it, and its failure is nobody's error page.
package final class Afterwards: Sendable {
  typealias Work = @Sendable () async throws -> Void
  private let state = Mutex<[(what: String, work: Work)]>([])

  func add(_ what: String, _ work: @escaping Work) { state.withLock { $0.append((what, work)) } }

  func follow(_ response: inout Response, in world: World) {
    let all = state.withLock { $0 }
    guard !all.isEmpty else { return }
    let body = response.body
    response.body = ResponseBody(contentLength: body.contentLength) { writer in
      try await body.write(writer)
      for (what, work) in all {
        do { try await work() } catch { world.log.warning("\(what)", metadata: ["error": "\(error)"]) }
      }
    }
  }
}
