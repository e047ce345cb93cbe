import Foundation
import Glibc

/// What a test run leaves behind, taken away when it ends: servers that tests share have no other end.
enum TestEnd {
  private final class Left: @unchecked Sendable {
    private let lock = NSLock()
    private var pids: Set<pid_t> = []
    private var folders: [URL] = []

    func add(_ pid: pid_t) { lock.withLock { _ = pids.insert(pid) } }
    func add(_ folder: URL) { lock.withLock { folders.append(folder) } }
    func remove(_ pid: pid_t) { lock.withLock { _ = pids.remove(pid) } }

    func clear() {
      lock.lock()
      defer { lock.unlock() }
      for pid in pids {
        kill(pid, SIGTERM)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
      }
      // Most are gone already.
      for folder in folders { try? FileManager.default.removeItem(at: folder) }
    }
  }

  private static let left: Left = {
    atexit { TestEnd.left.clear() }
    return Left()
  }()

  static func stop(_ pid: pid_t) { left.add(pid) }
  static func isOver(_ pid: pid_t) { left.remove(pid) }
  static func remove(_ folder: URL) { left.add(folder) }
}
