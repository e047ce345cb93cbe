import NIOCore
import Synchronization

/// Who is connected and how much is coming in from all of them together.
final class SMTPGuests: Sendable {
  private struct State {
    var count = 0
    var byAddress: [String: Int] = [:]
    var bytes = 0
    var channels: [ObjectIdentifier: any Channel] = [:]
    var isLeaving = false
  }

  private let settings: SMTPReceiverSettings
  private let state = Mutex(State())

  init(settings: SMTPReceiverSettings) { self.settings = settings }

  /// False when there is no room for one more.
  func enter(_ address: String, _ channel: any Channel) -> Bool {
    state.withLock { state in
      let isWelcome =
        !state.isLeaving && state.count < settings.connectionLimit && state.byAddress[address, default: 0] < settings.connectionsPerAddress
      guard isWelcome else { return false }
      state.count += 1
      state.byAddress[address, default: 0] += 1
      state.channels[ObjectIdentifier(channel)] = channel
      return true
    }
  }

  func exit(_ address: String, _ channel: any Channel) {
    state.withLock { state in
      state.count -= 1
      let left = state.byAddress[address, default: 1] - 1
      state.byAddress[address] = left == 0 ? nil : left
      state.channels[ObjectIdentifier(channel)] = nil
    }
  }

  /// Asks for room for so many bytes; false when too much is taken.
  func take(_ bytes: Int) -> Bool {
    state.withLock { state in
      guard state.bytes + bytes <= settings.arrivingLimit else { return false }
      state.bytes += bytes
      return true
    }
  }

  func giveBack(_ bytes: Int) { state.withLock { $0.bytes -= bytes } }

  var isLeaving: Bool { state.withLock { $0.isLeaving } }

  /// No one comes in any more, and who is idle is sent away.
  func leave() {
    let channels = state.withLock { state in
      state.isLeaving = true
      return Array(state.channels.values)
    }
    for channel in channels { channel.pipeline.fireUserInboundEventTriggered(SMTPPatience.leave) }
  }
}

/// Told to the handler that watches over a connection's time.
enum SMTPPatience: Sendable {
  /// The receiver works on a message: the peer has nothing to say.
  case working
  case waiting
  case leave
}
