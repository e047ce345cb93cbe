import Foundation
import Storage

/// Threads with a connection each, and what waits for them. A quarter of them is kept for reading, so that writes that
/// wait for one locked row do not keep every page from being shown.
final class ConnectionPool: @unchecked Sendable {
  /// Beyond this the desk is overloaded and says so rather than growing without end.
  private let queueLimit: Int

  private typealias Job = (Worker) -> Void

  private let condition = NSCondition()
  private var reads = Queue()
  private var writes = Queue()
  private let mostWriters: Int
  private var writers = 0
  private var threads: Int
  private var stopping = false
  private var stopped: [CheckedContinuation<Void, Never>] = []

  init(url: String, connections: Int, queueLimit: Int = 10_000) {
    self.queueLimit = queueLimit
    threads = max(connections, 1)
    mostWriters = max(threads - max(threads / 4, 1), 1)
    for number in 1...threads {
      let thread = Thread { [self] in serve(Worker(url: url)) }
      thread.name = "postgres-\(number)"
      thread.stackSize = 4 << 20
      thread.start()
    }
  }

  func run<T: Sendable>(isWriting: Bool, _ body: @escaping @Sendable (any Database) throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { done in
      let job: Job = { worker in
        done.resume(with: Result { try worker.attempt(isWriting: isWriting, body) })
        worker.settle()
      }
      if let refusal = enqueue(job, isWriting: isWriting) { done.resume(throwing: refusal) }
    }
  }

  /// Returns when everything accepted was done and every connection is closed.
  func stop() async {
    await withCheckedContinuation { done in
      condition.lock()
      stopping = true
      let isEmpty = threads == 0
      if !isEmpty { stopped.append(done) }
      condition.broadcast()
      condition.unlock()
      if isEmpty { done.resume() }
    }
  }

  private func enqueue(_ job: @escaping Job, isWriting: Bool) -> StorageError? {
    condition.lock()
    defer { condition.unlock() }
    if stopping { return .closed }
    if reads.count + writes.count >= queueLimit { return .overloaded }
    if isWriting { writes.append(job) } else { reads.append(job) }
    condition.signal()
    return nil
  }

  private func serve(_ worker: Worker) {
    while let (job, isWriting) = next() {
      job(worker)
      if isWriting { endWrite() }
    }
    worker.disconnect()
    endThread()
  }

  /// Blocks until something can be done; `nil` when the pool stops and nothing is left for this thread.
  private func next() -> (Job, isWriting: Bool)? {
    condition.lock()
    defer { condition.unlock() }
    while true {
      if writers < mostWriters, let job = writes.removeFirst() {
        writers += 1
        return (job, true)
      }
      if let job = reads.removeFirst() { return (job, false) }
      if stopping, writes.count == 0 { return nil }
      condition.wait()
    }
  }

  private func endWrite() {
    condition.lock()
    writers -= 1
    if writes.count > 0 { condition.signal() }
    if stopping { condition.broadcast() }
    condition.unlock()
  }

  private func endThread() {
    condition.lock()
    threads -= 1
    let waiting = threads == 0 ? stopped : []
    if threads == 0 { stopped = [] }
    condition.unlock()
    for done in waiting { done.resume() }
  }

  /// First in, first out, without moving everything at each step.
  private struct Queue {
    private var jobs: [Job?] = []
    private var head = 0
    var count: Int { jobs.count - head }

    mutating func append(_ job: @escaping Job) { jobs.append(job) }

    mutating func removeFirst() -> Job? {
      guard head < jobs.count else { return nil }
      defer {
        jobs[head] = nil
        head += 1
        if head > 1_000 && head * 2 > jobs.count {
          jobs.removeFirst(head)
          head = 0
        }
      }
      return jobs[head]
    }
  }
}
