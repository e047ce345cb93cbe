import Channels
import Desk
import Foundation
import Mail
import NIOCore
import ServiceLifecycle

/// The built-in SMTP receiver on the address of the settings.
struct MailListening: Service {
  let world: World
  let listen: HostAndPort

  func run() async throws {
    let settings = SMTPReceiverSettings(host: listen.host, port: listen.port, name: ProcessInfo.processInfo.hostName)
    do {
      let receiver = try await Receiving(world: world, settings: settings).start()
      Terminal.print("Mail is received on \(HostAndPort(host: listen.host, port: receiver.port))")
      try await gracefulShutdown()
      await receiver.stop()
    } catch let failure as SMTPReceiver.Failure {
      throw Complaint(failure, listening: listen)
    }
  }
}

extension Complaint {
  init(_ failure: SMTPReceiver.Failure, listening listen: HostAndPort) {
    switch failure {
    case .portInUse: self = .portInUse(listen, option: "--smtp")
    case .notAllowed: self = .portNotAllowed(listen, option: "--smtp")
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
