import ArgumentParser
import Desk
import Foundation
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Storage

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: t("command.serve"),
    discussion: t("command.serve.more"))
  @OptionGroup(title: t("command.help.settings")) var options: SettingsOptions
  @OptionGroup(title: t("command.help.settings")) var serving: ServingOptions

  func run() async throws {
    let settings = try options.load(serving.given)
    try await OpenDesk.using(settings, for: .serve) { desk in
      try await Server(desk: desk).run()
    }
  }
}

/// Everything that runs while a desk is served.
struct Server {
  /// Connections that may wait to be accepted; the system's own limit (somaxconn) is usually 4096.
  static let backlog = 4096
  /// Running requests may end within this when the program is told to stop.
  static let patience = Duration.seconds(20)

  let desk: OpenDesk

  func run() async throws {
    let world = desk.world
    let runner = JobRunner(world: world)
    // This process has the folder to itself: jobs that a killed one had taken in its place are free, without waiting for their leases.
    try await world.releaseLeases()
    try world.blobs.forgetDrafts()
    try await Wiring.connectSignals(world, runner: runner)
    // Stopped in reverse order: the port last, so that what runs may still answer.
    var services: [any Service] = [Listening(application: application(), live: world.live), runner]
    services += world.features.flatMap { $0.services(world) }
    services += try await MailListening.all(world: world, settings: desk.settings)
    var configuration = ServiceGroupConfiguration(
      services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: Self.quiet(world.log))
    configuration.maximumGracefulShutdownDuration = Self.patience
    do {
      try await ServiceGroup(configuration: configuration).run()
    } catch let error where error is IOError || error is SocketAddressError.UnknownHost {
      throw Complaint(listening: desk.settings.listen, option: "--listen", error)
    }
    world.log.notice("stopped")
  }

  private func application() -> some Service {
    let (listen, world) = (desk.settings.listen, desk.world)
    return Application(
      responder: Wiring.router(world).0.buildResponder(),
      server: desk.settings.patience.server,
      configuration: .init(address: .hostname(listen.host, port: listen.port), backlog: Self.backlog),
      onServerRunning: { channel in
        await announce(HostAndPort(host: listen.host, port: channel.localAddress?.port ?? listen.port))
      },
      logger: Self.quiet(world.log))
  }

  private func announce(_ bound: HostAndPort) async {
    let address = desk.settings.address ?? bound.url
    Terminal.announce(t("command.serve.listens", ["url": bound.url]))
    do {
      let profile = try await desk.world.read { try DeskProfile.load(in: $0) }
      if !profile.isSetUp { Terminal.announce(t("command.serve.new", ["address": address])) }
    } catch is CancellationError {
      // The program ends already, and says why.
    } catch {
      desk.world.log.error("the desk's row cannot be read", metadata: ["error": "\(error)"])
    }
  }

  /// The frameworks tell of each start and stop; only what goes wrong is worth a line.
  private static func quiet(_ log: Logger) -> Logger {
    var log = log
    log.logLevel = max(log.logLevel, .warning)
    return log
  }
}

/// The port. Streams never end by themselves: told to stop, it ends them, or it would wait for them.
private struct Listening<App: Service>: Service {
  let application: App
  let live: LiveHub

  func run() async throws {
    try await withGracefulShutdownHandler {
      try await application.run()
    } onGracefulShutdown: {
      live.close()
    }
  }
}
