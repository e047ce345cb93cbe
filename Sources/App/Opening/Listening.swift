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
      try await Receiving(world: world, settings: settings).run()
    } catch let error as IOError {
      throw Complaint(error, listening: listen, option: "--smtp")
    }
  }
}

extension Complaint {
  /// Why an address cannot be listened on.
  init(_ error: IOError, listening listen: HostAndPort, option: String) {
    switch error.errnoCode {
    case EADDRINUSE:
      let next = HostAndPort(host: listen.host, port: listen.port + 1)
      self.init(
        .portInUse, "Port \(listen.port) on \(listen.host) is in use by another program.",
        advice: "Stop that program, or choose another port: otklik serve \(option) \(next)")
    case EADDRNOTAVAIL:
      self.init(.portInUse, "\(listen.host) is no address of this machine.", advice: "Choose another with \(option).")
    case EACCES:
      self.init(
        .portInUse, "Port \(listen.port) may be used by the system's administrator only.",
        advice: "Choose a port from 1024 on with \(option), and put a proxy in front.")
    default:
      self.init(.mistake, "\(error)")
    }
  }
}
