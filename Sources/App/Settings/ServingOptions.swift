import ArgumentParser

/// The options of `otklik serve` besides those of every command.
struct ServingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Where to listen (default: 127.0.0.1:8080); port 0 takes a free one.", valueName: "host:port")) var listen:
    String?
  @Option(help: ArgumentHelp("Receive mail by SMTP here (default: off).", valueName: "host:port")) var smtp: String?
  @Option(
    help: ArgumentHelp("Addresses or ranges of the proxies whose word on the client's address is taken, with commas.", valueName: "list"))
  var trustedProxies: String?

  var given: [SettingKey: String?] { [.listen: listen, .smtp: smtp, .trustedProxies: trustedProxies] }
}
