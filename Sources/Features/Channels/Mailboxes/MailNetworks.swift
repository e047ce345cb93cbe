import Desk

/// Which addresses the desk may connect to for a mailbox. Whoever may change settings names the server, and need not be the owner of the
/// machine: what lies behind the firewall is reached at the ports of mail only, and what no mail server has as its address not at all.
/// `docs/decisions/0008-mail-servers-in-the-own-network.md` tells why.
struct MailNetworks: Sendable {
  /// What the owner of the machine allows at any port.
  let own: [AddressRange]

  private static let ports: Set<Int> = [25, 143, 465, 587, 993, 2525]
  /// Where tokens are given out.
  private static let webPort = 443

  // data: RFC 6890 and what the large clouds use for the secrets of a machine.
  private static let never = ranges(
    "0.0.0.0/8", "169.254.0.0/16", "192.0.0.0/24", "100.100.100.200", "224.0.0.0/4", "240.0.0.0/4", "::/96", "64:ff9b::/96",
    "64:ff9b:1::/48",
    "2002::/16", "fe80::/10", "ff00::/8", "fd00:ec2::254")
  private static let inside = ranges("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fec0::/10")

  private static func ranges(_ texts: String...) -> [AddressRange] { texts.map { AddressRange($0)! } }

  func allowsMail(_ address: String, _ port: Int) -> Bool { allows(address, port, Self.ports) }
  func allowsTokens(_ address: String, _ port: Int) -> Bool { allows(address, port, [Self.webPort]) }

  private func allows(_ address: String, _ port: Int, _ ports: Set<Int>) -> Bool {
    func lies(in ranges: [AddressRange]) -> Bool { ranges.contains { $0.contains(address) } }
    if lies(in: own) { return true }
    if lies(in: AddressRange.loopback) { return ports.contains(port) }
    if lies(in: Self.never) { return false }
    return !lies(in: Self.inside) || ports.contains(port)
  }
}

extension World {
  var mail: MailNetworks { MailNetworks(own: mailNetworks) }
}
