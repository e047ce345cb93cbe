/// Everything that can be set, by its name in the settings file. The option and the variable are made of it:
/// `log-level`, `--log-level`, `OTKLIK_LOG_LEVEL`.
enum SettingKey: String, CaseIterable {
  case data, listen, smtp, lmtp, database, address, resources, backups
  case trustedProxies = "trusted-proxies"
  case mailNetworks = "mail-networks"
  case smtpCertificate = "smtp-certificate"
  case smtpKey = "smtp-key"
  case smtpTLS = "smtp-tls"
  case logLevel = "log-level"
  case logFormat = "log-format"
  case metricsToken = "metrics-token"
  case securityContact = "security-contact"
  case requestPatience = "request-patience"
  case requestRate = "request-rate"

  var variable: String { "OTKLIK_" + rawValue.uppercased().replacing("-", with: "_") }

  /// Read from the file that `OTKLIK_…_FILE` names as well, and never shown.
  var isSecret: Bool { self == .database || self == .metricsToken }

  /// Written as a list in the file, with commas elsewhere.
  var isList: Bool { self == .trustedProxies || self == .mailNetworks }

  /// What holds when nobody says anything; `nil` is off, or found out.
  var preset: String? {
    switch self {
    case .data: "./data"
    case .listen: "127.0.0.1:8080"
    case .logLevel: "info"
    case .logFormat: "text"
    case .smtpTLS: Settings.MailTLS.offered.rawValue
    case .requestPatience: "75"
    case .requestRate: "500"
    case .smtp, .lmtp, .smtpCertificate, .smtpKey, .database, .address, .resources, .backups, .trustedProxies, .mailNetworks,
      .metricsToken, .securityContact:
      nil
    }
  }
}
