import Channels
import Desk
import Foundation
import Mail
import NIOCore
import ServiceLifecycle
import TLS

/// The built-in mail receiver on an address of the settings, for SMTP or LMTP.
struct MailListening: Service {
  let world: World
  let listen: HostAndPort
  let language: SMTPReceiverSettings.Language
  let encryption: SMTPReceiverSettings.Encryption?

  /// - Throws: when mail is to be encrypted and cannot be.
  static func all(world: World, settings: Settings) throws -> [MailListening] {
    let wanted = [(settings.smtp, SMTPReceiverSettings.Language.smtp), (settings.lmtp, .lmtp)]
    let all = wanted.compactMap { listen, language in
      listen.map { MailListening(world: world, listen: $0, language: language, encryption: settings.mailEncryption) }
    }
    if !all.isEmpty, let certificate = settings.mailEncryption?.certificate {
      do {
        _ = try TLSContext(certificate)
      } catch let flaw as TLSCertificate.Flaw {
        throw Complaint(.settings, flaw.sentence, advice: flaw.advice)
      }
    }
    return all
  }

  func run() async throws {
    var settings = SMTPReceiverSettings(host: listen.host, port: listen.port, name: ProcessInfo.processInfo.hostName)
    settings.language = language
    settings.encryption = encryption
    do {
      let receiver = try await Receiving(world: world, settings: settings).start()
      let how = language == .lmtp ? " by LMTP" : ""
      Terminal.print("Mail is received\(how) on \(HostAndPort(host: listen.host, port: receiver.port))")
      try await gracefulShutdown()
      await receiver.stop()
    } catch let failure as SMTPReceiver.Failure {
      throw Complaint(failure, listening: listen, option: language == .lmtp ? "--lmtp" : "--smtp")
    }
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
  init(_ failure: SMTPReceiver.Failure, listening listen: HostAndPort, option: String) {
    switch failure {
    case .portInUse: self = .portInUse(listen, option: option)
    case .notAllowed: self = .portNotAllowed(listen, option: option)
    case .cannotListen(let reason): self.init(.portInUse, "Mail cannot be received on \(listen): \(reason)")
    }
  }

  /// Why an address cannot be listened on.
  init(_ error: IOError, listening listen: HostAndPort) {
    switch error.errnoCode {
    case EADDRINUSE: self = .portInUse(listen, option: "--listen")
    case EACCES: self = .portNotAllowed(listen, option: "--listen")
    case EADDRNOTAVAIL: self.init(.portInUse, "\(listen.host) is no address of this machine.", advice: "Choose another with --listen.")
    default: self.init(.mistake, "\(error)")
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
