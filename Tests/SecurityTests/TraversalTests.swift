import Desk
import DeskTesting
import Testing

/// Class 4: no path is made from what somebody sent.
@Suite struct TraversalTests {
  private static let ways = [
    "../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "%2e%2e%2f%2e%2e%2fPackage.swift",
    "..%252f..%252fetc/passwd",
    "..\\..\\etc\\passwd", "..%5c..%5cetc%5cpasswd", "/etc/passwd", "//etc/passwd", "%2fetc%2fpasswd", "css/../../Package.swift",
    "css/./app.css/../../..",
    "....//....//etc/passwd", "..;/..;/etc/passwd", "%00", "css%00.css", "app.css%00.html", "~root", "file:///etc/passwd", ".", "..", "",
    "%c0%ae%c0%ae/etc/passwd",
    ".git/config", "../secret.key", "../desk.sqlite", "%E2%88%95etc%E2%88%95passwd", "CON", "css/", "?", "css/app.css/",
  ]

  @Test(arguments: ways) func namesLeadToNoFile(_ way: String) async throws {
    let desk = try await TestDesk.make()
    let anna = try await desk.browser(of: desk.cast.anna)
    let checksum = desk.world.assets.checksum
    for path in [
      "/assets/\(checksum)/\(way)", "/assets/x/\(way)", "/assets/\(way)", "/files/\(way)", "/files/x/\(way)", "/tickets/\(way)",
      "/mail/\(way)/raw",
      "/setup/\(way)", "/tickets/1/drafts/\(way)", "/tickets/1/panels/\(way)", "/settings/calendars/1/exceptions/\(way)", "/\(way)",
    ] {
      let answer = try await anna.get(path)
      #expect(answer.status < 500, "\(path) gave \(answer.status)")
      let isList = answer.status == 200 && answer.header("Content-Type")?.hasPrefix("text/html") ?? false
      #expect(answer.status != 200 || isList || path.hasPrefix("/tickets/"), "\(path) was answered")
      for leak in ["root:", "swift-tools-version", "[core]", "SQLite format"] {
        #expect(!answer.text.contains(leak), "\(path) tells \(leak)")
      }
    }
  }
}
