import ArgumentParser

/// The options of `otklik serve` besides those of every command.
struct ServingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Where to listen (default: 127.0.0.1:8080); port 0 takes a free one.", valueName: "host:port")) var listen:
    String?
  @Option(help: ArgumentHelp("Receive mail by SMTP here (default: off).", valueName: "host:port")) var smtp: String?
  @Option(help: ArgumentHelp("Receive mail by LMTP here (default: off).", valueName: "host:port")) var lmtp: String?
  @Option(
    help: ArgumentHelp(
      "The certificate for STARTTLS at both, with those that vouch for it, in PEM (default: no encryption).", valueName: "file"))
  var smtpCertificate: String?
  @Option(help: ArgumentHelp("Its key (default: in the same file).", valueName: "file")) var smtpKey: String?
  @Option(help: ArgumentHelp("offered or required: whether mail is taken in the clear as well.", valueName: "word")) var smtpTls: String?
  @Option(
    help: ArgumentHelp("Addresses or ranges of the proxies whose word on the client's address is taken, with commas.", valueName: "list"))
  var trustedProxies: String?
  @Option(help: ArgumentHelp("Whom /.well-known/security.txt names: a mail address or a page (default: nobody).", valueName: "contact"))
  var securityContact: String?
  @Option(
    help: ArgumentHelp(
      "How long a connection may be silent and a request may take before its rate counts (default: 75).", valueName: "seconds"))
  var requestPatience: String?
  @Option(help: ArgumentHelp("The rate that a slow upload must reach on average, octets a second (default: 500).", valueName: "octets"))
  var requestRate: String?

  var given: [SettingKey: String?] {
    [
      .listen: listen, .smtp: smtp, .lmtp: lmtp, .smtpCertificate: smtpCertificate, .smtpKey: smtpKey, .smtpTLS: smtpTls,
      .trustedProxies: trustedProxies, .securityContact: securityContact, .requestPatience: requestPatience, .requestRate: requestRate,
    ]
  }
}
