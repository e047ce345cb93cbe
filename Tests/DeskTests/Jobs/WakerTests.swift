import Testing

@testable import Desk

@Suite struct WakerTests {
  @Test func aPokeBeforeTheSleepIsNotLost() async {
    let waker = Waker()
    waker.poke()
    await waker.sleep(milliseconds: 3_600_000)
  }

  @Test func pokesAfterASleepThatEndedByItselfStillWake() async {
    let waker = Waker()
    await waker.sleep(milliseconds: 1)
    async let sleeping: Void = waker.sleep(milliseconds: 3_600_000)
    waker.poke()
    await sleeping
  }

  @Test func cancellingEndsTheSleep() async {
    let task = Task { await Waker().sleep(milliseconds: 3_600_000) }
    task.cancel()
    await task.value
  }
}
