import Hummingbird
import Secrets
import Web

/// Who really asks, when a proxy stands in between.
enum ClientAddress {
  /// Each proxy adds the address that it saw at the end of `X-Forwarded-For`. The last one that is not a proxy of ours is the
  /// client; what stands before it, the client may have made up.
  static func of(_ request: Request, peer: String, behind proxies: [AddressRange]) -> String {
    func isProxy(_ address: String) -> Bool { proxies.contains { $0.contains(address) } }
    guard isProxy(peer) else { return peer }
    var address = peer
    for hop in request.headers[values: forwardedFor].flatMap({ $0.split(separator: ",") }).reversed() {
      let next = hop.filter { !$0.isWhitespace }
      // Something that is no address was not written by a proxy of ours.
      guard AddressRange(next) != nil, !next.contains("/") else { return address }
      address = next
      guard isProxy(next) else { return address }
    }
    return address
  }

  static let forwardedFor = HTTPField.Name("X-Forwarded-For")!
}

extension Visit {
  /// Whether this request comes from the machine itself, past no proxy, or carries the token for machines.
  var isFromOperator: Bool {
    let headers = request.headers
    if let token = world.edge.metricsToken, constantTimeEqual(headers[.authorization] ?? "", "Bearer \(token.reveal())") { return true }
    let passedProxy = headers[ClientAddress.forwardedFor] != nil || headers[.forwarded] != nil || headers[.via] != nil
    return !passedProxy && AddressRange.loopback.contains { $0.contains(context.address) }
  }
}

extension HTTPField.Name {
  fileprivate static var forwarded: Self { .init("Forwarded")! }
  fileprivate static var via: Self { .init("Via")! }
}
