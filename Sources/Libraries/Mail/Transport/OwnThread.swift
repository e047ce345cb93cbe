import Foundation

/// A thread that runs the work of one actor, so that calls which block take no thread from the rest of the program.
final class OwnThread: SerialExecutor {
  /// Shared with the thread, which must not keep its owner alive.
  private final class Queue: @unchecked Sendable {
    private let condition = NSCondition()
    private var jobs: [UnownedJob] = []
    private var isOver = false

    func add(_ job: UnownedJob) {
      condition.withLock {
        jobs.append(job)
        condition.signal()
      }
    }

    func stop() {
      condition.withLock {
        isOver = true
        condition.signal()
      }
    }

    /// Waits for work; nil when there will be none.
    func next() -> UnownedJob? {
      condition.withLock {
        while jobs.isEmpty, !isOver { condition.wait() }
        return jobs.isEmpty ? nil : jobs.removeFirst()
      }
    }
  }

  private let queue = Queue()

  init(name: String) {
    let queue = queue
    let executor = UnownedSerialExecutor(ordinary: self)
    let thread = Thread { while let job = queue.next() { job.runSynchronously(on: executor) } }
    thread.name = name
    thread.start()
  }

  deinit { queue.stop() }

  func enqueue(_ job: consuming ExecutorJob) { queue.add(UnownedJob(job)) }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }
}
