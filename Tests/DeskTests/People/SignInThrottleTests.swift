import Testing
import WorkTime

@testable import Desk

@Suite struct SignInThrottleTests {
  static let now = Instant(milliseconds: 1_000_000_000)

  @Test(arguments: [
    (failures: 0, secondsAgo: Int64(0), wait: Int64(0)),
    (4, 0, 0),
    (5, 0, 2),
    (5, 1, 1),
    (5, 2, 0),
    (6, 0, 4),
    (7, 3, 5),
    (12, 0, 256),
    (14, 0, 900),
    (5_000, 0, 900),
    (5_000, 900, 0),
  ])
  func waitsGrowAndEnd(failures: Int, secondsAgo: Int64, wait: Int64) {
    #expect(SignInThrottle.pair.wait(after: failures, last: Self.now - .seconds(secondsAgo), now: Self.now) == wait)
  }

  @Test func anAccountIsNeverHeldUpForLongByManyAddresses() {
    #expect(SignInThrottle.account.wait(after: 1_000_000, last: Self.now, now: Self.now) == 30)
  }

  @Test(arguments: [
    ("203.0.113.7", "203.0.113.7"),
    ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2"),
    ("2001:db8:1:2::6", "2001:db8:1:2"),
    ("2001:DB8::6", "2001:db8:0:0"),
    ("::1", "0:0:0:0"),
    ("::ffff:203.0.113.7", "203.0.113.7"),
    ("", ""),
  ])
  func aPlaceIsAnAddressOrAHousehold(address: String, place: String) {
    #expect(NetworkPlace.of(address) == place)
  }

  @Test(arguments: [
    (nil, "/"), ("", "/"), ("/tickets?view=mine", "/tickets?view=mine"), ("//evil.example", "/"), ("/\\evil.example", "/"),
    ("https://evil.example", "/"), ("/a\nb", "/"), ("javascript:alert(1)", "/"), ("/sign-out", "/"), ("/sign-in?next=/x", "/"),
    ("tickets", "/"),
  ])
  func onlyLocalPathsAreFollowed(text: String?, path: String) {
    #expect(LocalPath.checked(text) == path)
  }
}
