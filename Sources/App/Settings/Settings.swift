import Desk
import Foundation
import Logging
import Mail
import Secrets
import TLS
import Web

/// How this program runs. Everything has a default that works on a bare machine.
struct Settings {
  enum Database: Equatable {
    case sqlite(path: String)
    case postgresql(Secret)
  }
  /// Whether the mail receiver, when it has a certificate, takes mail in the clear as well.
  enum MailTLS: String, CaseIterable { case offered, required }
  enum LogFormat: String, CaseIterable { case text, json }

  var data: String
  var listen: HostAndPort
  var smtp: HostAndPort?
  var lmtp: HostAndPort?
  /// STARTTLS of both.
  var mailEncryption: SMTPReceiverSettings.Encryption?
  var database: Database
  /// Where browsers reach the desk; links in mails need it.
  var address: String?
  var resources: String?
  /// Where `otklik backup` writes when no path is named.
  var backups: String
  var trustedProxies: [AddressRange]
  var mailNetworks: [AddressRange]
  var logLevel: Logger.Level
  var logFormat: LogFormat
  /// Who may read `/metrics` from another machine.
  var metricsToken: Secret?
  /// Whom `/.well-known/security.txt` names, as a URI.
  var securityContact: String?
  /// How slowly requests may come in.
  var patience: RequestPatience
  let values: [SettingKey: SettingValue]

  init(_ sources: SettingSources) throws {
    let values = try sources.collect()
    self.values = values
    func parsed<T>(_ key: SettingKey, _ expectation: String, _ parse: (String) -> T?) throws -> T? {
      guard let value = values[key] else { return nil }
      guard let result = parse(value.text) else { throw Complaint.setting(key, value, expectation) }
      return result
    }
    let data = values[.data]!.text
    self.data = data
    listen = try parsed(.listen, t("command.settings.address", ["example": "127.0.0.1:8080"]), HostAndPort.init)!
    smtp = try parsed(.smtp, t("command.settings.address", ["example": "0.0.0.0:25"]), HostAndPort.init)
    lmtp = try parsed(.lmtp, t("command.settings.address", ["example": "127.0.0.1:24"]), HostAndPort.init)
    let tls = try parsed(.smtpTLS, t("command.settings.smtpTLS"), MailTLS.init(rawValue:))!
    mailEncryption = try Self.encryption(values, tls)
    database =
      try parsed(.database, t("command.settings.database"), Self.database)
      ?? .sqlite(path: "\(data)/otklik.db")
    address = try parsed(.address, t("command.settings.publicAddress"), Self.publicAddress)
    resources = values[.resources]?.text
    backups = values[.backups]?.text ?? "\(data)/backups"
    trustedProxies = try parsed(.trustedProxies, t("command.settings.ranges", ["example": "10.0.0.0/8"]), AddressRange.list) ?? []
    mailNetworks = try parsed(.mailNetworks, t("command.settings.ranges", ["example": "10.0.0.5, 127.0.0.1"]), AddressRange.list) ?? []
    let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
    logLevel = try parsed(.logLevel, t("command.settings.oneOf", ["values": levels]), Logger.Level.init(rawValue:))!
    logFormat = try parsed(.logFormat, t("command.settings.logFormat"), LogFormat.init(rawValue:))!
    metricsToken = try parsed(.metricsToken, t("command.settings.metricsToken")) { $0.count >= 16 ? Secret($0) : nil }
    securityContact = try parsed(.securityContact, t("command.settings.contact"), Self.contact)
    patience = RequestPatience(
      seconds: try parsed(.requestPatience, t("command.settings.seconds")) { Int($0).flatMap { (1...3600).contains($0) ? $0 : nil } }!,
      rate: try parsed(.requestRate, t("command.settings.rate")) {
        Int($0).flatMap { (1...1_000_000_000).contains($0) ? $0 : nil }
      }!)
  }

  private static func encryption(_ values: [SettingKey: SettingValue], _ tls: MailTLS) throws -> SMTPReceiverSettings.Encryption? {
    guard let chain = values[.smtpCertificate]?.text else {
      for key in [SettingKey.smtpTLS, .smtpKey] {
        guard let value = values[key], value.text != key.preset else { continue }
        throw Complaint.setting(key, value, t("command.settings.noCertificate"))
      }
      return nil
    }
    let certificate = TLSCertificate(chain: chain, key: values[.smtpKey]?.text ?? chain)
    return SMTPReceiverSettings.Encryption(certificate: certificate, isRequired: tls == .required)
  }

  private static func database(_ text: String) -> Database? {
    text.hasPrefix("postgresql://") || text.hasPrefix("postgres://") ? .postgresql(Secret(text)) : nil
  }

  private static func contact(_ text: String) -> String? {
    if EmailAddress.isPlausible(text) { return "mailto:\(text)" }
    guard let url = URL(string: text), url.scheme == "https", url.host() != nil else { return nil }
    return text
  }

  private static func publicAddress(_ text: String) -> String? {
    guard let url = URL(string: text), url.scheme == "http" || url.scheme == "https", let host = url.host(), !host.isEmpty else {
      return nil
    }
    guard ["", "/"].contains(url.path()), url.query() == nil, url.fragment() == nil, url.user() == nil else { return nil }
    return text.hasSuffix("/") ? String(text.dropLast()) : text
  }
}

/// Where to listen: `127.0.0.1:8080`, `[::1]:8080`, `:8080` for every address of the machine.
struct HostAndPort: Equatable, CustomStringConvertible {
  let host: String
  let port: Int

  init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port) else {
      return nil
    }
    var host = String(text[..<colon])
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) } else if host.contains(":") { return nil }
    self.init(host: host.isEmpty ? "0.0.0.0" : host, port: port)
  }

  var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
  /// How a browser on this machine writes it.
  var url: String {
    let reachable = host == "0.0.0.0" ? "127.0.0.1" : host == "::" ? "::1" : host
    return "http://\(HostAndPort(host: reachable, port: port))"
  }
}
