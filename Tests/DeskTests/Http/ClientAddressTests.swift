import Hummingbird
import Testing
import Web

@testable import Desk

@Suite struct ClientAddressTests {
  static let proxies = AddressRange.list("10.0.0.0/8, fd00::/8")!

  @Test(
    arguments: [
      (peer: "203.0.113.9", forwarded: ["1.2.3.4"], client: "203.0.113.9"), (peer: "10.0.0.1", forwarded: [], client: "10.0.0.1"),
      (peer: "10.0.0.1", forwarded: ["203.0.113.9"], client: "203.0.113.9"),
      (peer: "10.0.0.1", forwarded: ["1.2.3.4, 203.0.113.9"], client: "203.0.113.9"),
      (peer: "10.0.0.1", forwarded: ["203.0.113.9, 10.0.0.2"], client: "203.0.113.9"),
      (peer: "10.0.0.1", forwarded: ["1.2.3.4", "203.0.113.9"], client: "203.0.113.9"),
      (peer: "fd00::1", forwarded: ["2001:db8::7"], client: "2001:db8::7"),
      (peer: "::ffff:10.0.0.1", forwarded: ["203.0.113.9"], client: "203.0.113.9"),
      (peer: "10.0.0.1", forwarded: ["<script>"], client: "10.0.0.1"),
      (peer: "10.0.0.1", forwarded: ["203.0.113.9, 10.0.0.0/8"], client: "10.0.0.1"),
      (peer: "10.0.0.1", forwarded: [" , "], client: "10.0.0.1"),
    ] as [(peer: String, forwarded: [String], client: String)])
  func onlyAProxyOfOursIsBelieved(_ row: (peer: String, forwarded: [String], client: String)) {
    var headers = HTTPFields()
    headers[values: HTTPField.Name("X-Forwarded-For")!] = row.forwarded
    let head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/", headerFields: headers)
    let request = Request(head: head, body: .init(buffer: ByteBuffer()))
    #expect(ClientAddress.of(request, peer: row.peer, behind: Self.proxies) == row.client)
  }

  @Test(arguments: [
    ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false), ("192.168.1.128/25", "192.168.1.129", true),
    ("192.168.1.128/25", "192.168.1.127", false), ("0.0.0.0/0", "8.8.8.8", true), ("10.0.0.1", "10.0.0.1", true),
    ("10.0.0.1", "10.0.0.2", false),
    ("fd00::/8", "fdff::1", true), ("fd00::/8", "10.0.0.1", false), ("10.0.0.0/8", "nonsense", false), ("10.0.0.0/8", "", false),
  ])
  func ranges(_ range: String, _ address: String, _ isInside: Bool) {
    #expect(AddressRange(range)?.contains(address) == isInside)
  }

  @Test(arguments: ["", "10.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "host"])
  func noRange(_ text: String) { #expect(AddressRange(text) == nil) }
}
