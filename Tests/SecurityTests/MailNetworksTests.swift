import Desk
import Testing

@testable import Channels

/// Class 6, where the server is one of mail: which addresses a mailbox may make the desk connect to.
@Suite struct MailNetworksTests {
  @Test(arguments: [
    ("93.184.216.34", 993, true), ("93.184.216.34", 10_993, true), ("2a00:1450:4010::1", 993, true),
    // The own network and the same machine: mail, and nothing else.
    ("127.0.0.1", 143, true), ("127.0.0.1", 6379, false), ("127.9.9.9", 5432, false), ("::1", 25, true), ("::1", 8080, false),
    ("10.1.2.3", 993, true), ("10.1.2.3", 22, false), ("172.31.255.255", 587, true), ("172.31.255.255", 80, false),
    ("192.168.0.10", 465, true), ("192.168.0.10", 443, false), ("100.64.0.1", 9200, false), ("fd12::5", 993, true), ("fd12::5", 80, false),
    // An IPv4 address that says it is one of IPv6.
    ("::ffff:127.0.0.1", 6379, false), ("::ffff:10.0.0.1", 993, true), ("::127.0.0.1", 143, false), ("64:ff9b::a9fe:a9fe", 80, false),
    ("2002:7f00:1::", 25, false),
    // Metadata of clouds, and what is no host at all.
    ("169.254.169.254", 80, false), ("169.254.169.254", 993, false), ("100.100.100.200", 143, false), ("fd00:ec2::254", 993, false),
    ("fe80::1", 143, false), ("0.0.0.0", 143, false), ("::", 143, false), ("224.0.0.1", 25, false), ("255.255.255.255", 25, false),
  ])
  func addressesAreJudged(_ address: String, _ port: Int, _ expected: Bool) {
    #expect(MailNetworks(own: []).allowsMail(address, port) == expected)
  }

  @Test func theOwnerOfTheMachineHasTheLastWord() {
    let networks = MailNetworks(own: AddressRange.list("10.0.0.0/8, 169.254.7.7")!)
    #expect(networks.allowsMail("10.1.2.3", 10_143) && networks.allowsMail("169.254.7.7", 993))
    #expect(!networks.allowsMail("192.168.0.1", 10_143))
  }

  @Test func tokensComeFromTheWeb() {
    let networks = MailNetworks(own: [])
    #expect(networks.allowsTokens("10.1.2.3", 443) && !networks.allowsTokens("10.1.2.3", 993))
    #expect(!networks.allowsTokens("169.254.169.254", 443) && networks.allowsTokens("93.184.216.34", 443))
  }
}
