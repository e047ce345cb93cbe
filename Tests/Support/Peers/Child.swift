import Foundation
import Glibc

/// A program that a test started. (Foundation's own waits for the end on a run loop, which a task's thread does not turn.)
package final class Child: @unchecked Sendable {
  private let lock = NSLock()
  private let pid: pid_t
  private var status: Int32?

  /// Input and output are files, so that neither side ever waits for the other.
  package init(_ program: String, _ arguments: [String], input: String = "/dev/null", output: String = "/dev/null") throws {
    guard FileManager.default.isExecutableFile(atPath: program) else { throw PeerFailure.notInstalled(program) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    // Sockets of this process must not live on in the child.
    for descriptor in Int32(3)..<512 { posix_spawn_file_actions_addclose(&actions, descriptor) }
    // Threads of tasks block signals, and a child would inherit that.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, program, &actions, &attributes, &words, environ)
    guard code == 0 else { throw PeerFailure.didNotStart("\(program): \(String(cString: strerror(code)))") }
    self.pid = pid
  }

  package var isRunning: Bool { lock.withLock { reap(WNOHANG) == nil } }

  /// Waits for the end and gives the exit status; 128 and more after a signal.
  @discardableResult
  package func wait() -> Int32 {
    let raw = lock.withLock { reap(0) } ?? -1
    return raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
  }

  package func stop() {
    if isRunning { kill(pid, SIGTERM) }
    wait()
  }

  private func reap(_ options: Int32) -> Int32? {
    if status == nil {
      var raw: Int32 = 0
      if waitpid(pid, &raw, options) == pid { status = raw }
    }
    return status
  }
}
