import Channels
import Desk
import Foundation
import Mail
import NIOCore
import ServiceLifecycle
import TLS

/// The built-in mail receiver on an address of the settings, for SMTP or LMTP.
struct MailListening: Service {
  private let receiver: SMTPReceiver

  /// Those that the settings ask for.
  /// - Throws: when mail is to be encrypted and cannot be, and when an address is taken: before anything else has begun.
  static func all(world: World, settings: Settings) async throws -> [MailListening] {
    let wanted = [(settings.smtp, SMTPReceiverSettings.Language.smtp), (settings.lmtp, .lmtp)]
    if wanted.contains(where: { $0.0 != nil }), let certificate = settings.mailEncryption?.certificate {
      do {
        _ = try TLSContext(certificate)
      } catch let flaw as TLSCertificate.Flaw {
        throw Complaint(.settings, flaw.sentence, advice: flaw.advice)
      }
    }
    var all: [MailListening] = []
    for case (let listen?, let language) in wanted {
      all.append(try await MailListening(world: world, listen: listen, language: language, encryption: settings.mailEncryption))
    }
    return all
  }

  private init(
    world: World, listen: HostAndPort, language: SMTPReceiverSettings.Language, encryption: SMTPReceiverSettings.Encryption?
  ) async throws {
    var settings = SMTPReceiverSettings(host: listen.host, port: listen.port, name: ProcessInfo.processInfo.hostName)
    settings.language = language
    settings.encryption = encryption
    do {
      receiver = try await Receiving(world: world, settings: settings).start()
    } catch {
      throw Complaint(listening: listen, option: language == .lmtp ? "--lmtp" : "--smtp", error)
    }
    let how = language == .lmtp ? " by LMTP" : ""
    Terminal.announce("Mail is received\(how) on \(HostAndPort(host: listen.host, port: receiver.port))")
  }

  func run() async throws {
    try await gracefulShutdown()
    await receiver.stop()
  }
}

extension TLSCertificate.Flaw {
  var sentence: String {
    switch self {
    case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)."
    case .noCertificate(let path, let reason): "\(path) holds no certificate that can be used: \(reason)."
    case .noKey(let path, let reason): "\(path) holds no key that can be used: \(reason)."
    case .mismatch: "The key belongs to another certificate."
    }
  }

  var advice: String {
    switch self {
    case .unreadable: "Give the user who runs otklik the right to read it, or set another path: smtp-certificate, smtp-key."
    case .noCertificate, .noKey: "Both have to be PEM without a password: the lines from -----BEGIN to -----END."
    case .mismatch: "Set smtp-certificate and smtp-key to the files of one certificate."
    }
  }
}

extension Complaint {
  /// Why an address cannot be listened on.
  init(listening listen: HostAndPort, option: String, _ error: any Error) {
    switch (error, (error as? IOError)?.errnoCode) {
    case (_, EADDRINUSE): self = .portInUse(listen, option: option)
    case (_, EACCES), (_, EPERM): self = .portNotAllowed(listen, option: option)
    case (_, EADDRNOTAVAIL):
      self.init(.portInUse, "\(listen.host) is no address of this machine.", advice: "Choose another with \(option).")
    case (is SocketAddressError.UnknownHost, _):
      self.init(.portInUse, "\(listen.host) is no address, and no name that this machine knows.", advice: "Choose another with \(option).")
    default: self.init(.portInUse, "\(listen) cannot be listened on: \(error)", advice: "Choose another with \(option).")
    }
  }

  private static func portInUse(_ listen: HostAndPort, option: String) -> Complaint {
    let next = HostAndPort(host: listen.host, port: listen.port + 1)
    return Complaint(
      .portInUse, "Port \(listen.port) on \(listen.host) is in use by another program.",
      advice: "Stop that program, or choose another port: otklik serve \(option) \(next)")
  }

  private static func portNotAllowed(_ listen: HostAndPort, option: String) -> Complaint {
    Complaint(
      .portInUse, "Port \(listen.port) may be used by the system's administrator only.",
      advice: "Choose a port from 1024 on with \(option), and put a proxy in front.")
  }
}
