import Channels
import Desk
import Foundation
import Mail
import NIOCore
import ServiceLifecycle
import TLS

/// The built-in mail receiver on an address of the settings, for SMTP or LMTP.
struct MailListening: Service {
  private let receiving: Receiving
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
    receiving = Receiving(world: world, settings: settings)
    do {
      receiver = try await receiving.start()
    } catch {
      throw Complaint(listening: listen, option: language == .lmtp ? "--lmtp" : "--smtp", error)
    }
    let address = "\(HostAndPort(host: listen.host, port: receiver.port))"
    Terminal.announce(t(language == .lmtp ? "command.serve.receivesLMTP" : "command.serve.receives", ["address": address]))
  }

  /// The system may take a listener away, as when there are no files left to open: it is set up again, or the program ends and says why.
  func run() async throws {
    var receiver = receiver
    while true {
      await Self.untilEnd(of: receiver)
      if Task.isShuttingDownGracefully || Task.isCancelled { return }
      receiver = try await receiving.start()
    }
  }

  private static func untilEnd(of receiver: SMTPReceiver) async {
    await withTaskCancellationHandler {
      await withGracefulShutdownHandler {
        await receiver.ended()
      } onGracefulShutdown: {
        Task { await receiver.stop() }
      }
    } onCancel: {
      Task { await receiver.stop() }
    }
  }
}

extension TLSCertificate.Flaw {
  var sentence: String {
    switch self {
    case .unreadable(let path, let reason): t("command.certificate.unreadable", ["path": path, "reason": reason])
    case .noCertificate(let path, let reason): t("command.certificate.none", ["path": path, "reason": reason])
    case .noKey(let path, let reason): t("command.certificate.noKey", ["path": path, "reason": reason])
    case .mismatch: t("command.certificate.mismatch")
    }
  }

  var advice: String {
    switch self {
    case .unreadable: t("command.certificate.unreadable.advice")
    case .noCertificate, .noKey: t("command.certificate.none.advice")
    case .mismatch: t("command.certificate.mismatch.advice")
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
      self.init(.portInUse, t("command.listen.notOurs", ["host": listen.host]), advice: t("command.listen.another", ["option": option]))
    case (is SocketAddressError.UnknownHost, _):
      self.init(.portInUse, t("command.listen.unknownHost", ["host": listen.host]), advice: t("command.listen.another", ["option": option]))
    default:
      self.init(
        .portInUse, t("command.listen.failed", ["address": "\(listen)", "error": "\(error)"]),
        advice: t("command.listen.another", ["option": option]))
    }
  }

  private static func portInUse(_ listen: HostAndPort, option: String) -> Complaint {
    let next = HostAndPort(host: listen.host, port: listen.port + 1)
    return Complaint(
      .portInUse, t("command.listen.inUse", ["port": "\(listen.port)", "host": listen.host]),
      advice: t("command.listen.inUse.advice", ["option": option, "next": "\(next)"]))
  }

  private static func portNotAllowed(_ listen: HostAndPort, option: String) -> Complaint {
    Complaint(
      .portInUse, t("command.listen.notAllowed", ["port": "\(listen.port)"]),
      advice: t("command.listen.notAllowed.advice", ["option": option]))
  }
}
