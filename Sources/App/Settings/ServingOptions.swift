import ArgumentParser

/// The options of `otklik serve` besides those of every command.
struct ServingOptions: ParsableArguments {
  @Option(help: ArgumentHelp(t("command.serve.listen"), valueName: "host:port")) var listen: String?
  @Option(help: ArgumentHelp(t("command.serve.smtp"), valueName: "host:port")) var smtp: String?
  @Option(help: ArgumentHelp(t("command.serve.lmtp"), valueName: "host:port")) var lmtp: String?
  @Option(
    help: ArgumentHelp(
      t("command.serve.smtpCertificate"), valueName: "file"))
  var smtpCertificate: String?
  @Option(help: ArgumentHelp(t("command.serve.smtpKey"), valueName: "file")) var smtpKey: String?
  @Option(help: ArgumentHelp(t("command.serve.smtpTLS"), valueName: "word")) var smtpTls: String?
  @Option(
    help: ArgumentHelp(t("command.serve.trustedProxies"), valueName: "list"))
  var trustedProxies: String?
  @Option(help: ArgumentHelp(t("command.serve.securityContact"), valueName: "contact"))
  var securityContact: String?
  @Option(
    help: ArgumentHelp(
      t("command.serve.requestPatience"), valueName: "seconds"))
  var requestPatience: String?
  @Option(help: ArgumentHelp(t("command.serve.requestRate"), valueName: "octets"))
  var requestRate: String?

  var given: [SettingKey: String?] {
    [
      .listen: listen, .smtp: smtp, .lmtp: lmtp, .smtpCertificate: smtpCertificate, .smtpKey: smtpKey, .smtpTLS: smtpTls,
      .trustedProxies: trustedProxies, .securityContact: securityContact, .requestPatience: requestPatience, .requestRate: requestRate,
    ]
  }
}
