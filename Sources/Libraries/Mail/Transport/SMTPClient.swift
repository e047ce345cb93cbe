/// What became of one recipient.
package enum SMTPOutcome: Sendable, Equatable {
  /// The server has taken the message over.
  case accepted(SMTPReply)
  /// No for now: try again.
  case deferred(SMTPReply)
  /// No for good.
  case refused(SMTPReply)
  /// The connection broke after the whole message was sent: the server may have it. Trying again may double it.
  case unknown(String)
}

package struct SMTPDelivery: Sendable, Equatable {
  package var recipient: String
  package var outcome: SMTPOutcome
}

/// Sends mail through a smarthost. Each client has a thread of its own and keeps its connection for the next message.
package actor SMTPClient {
  private let server: MailServer
  /// What it calls itself after EHLO.
  private let name: String
  private let thread: OwnThread
  private var dialogue: SMTPDialogue?

  package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  package init(_ server: MailServer, name: String) {
    self.server = server
    self.name = name.unicodeScalars.allSatisfy { $0.isASCII && ($0.properties.isAlphabetic || "0123456789.-".unicodeScalars.contains($0)) } ? name : ""
    thread = OwnThread(name: "smtp \(server.host)")
  }

  /// Connects and logs in, for a person who wants to know whether the settings are right.
  package func test() throws {
    dialogue = nil
    _ = try connected()
  }

  /// Sends one message. An empty sender is the null return path of a bounce. Throws only when no recipient's fate is decided: no connection, no login, a
  /// sender that is refused.
  package func send(from sender: String, to recipients: [String], message: [UInt8]) throws -> [SMTPDelivery] {
    guard sender.isEmpty || SMTPAddress.isSafe(sender) else { throw TransportFailure(.invalidName, sender) }
    if let kept = dialogue {
      do {
        return try transact(kept, sender, recipients, message)
      } catch let failure as TransportFailure where failure.kind == .disconnected || failure.kind == .timeout {
        // The server grew tired of the idle connection; nothing of this message was taken.
        dialogue = nil
      }
    }
    return try transact(connected(), sender, recipients, message)
  }

  package func close() {
    // The connection ends in any case; whether the server heard it does not matter.
    _ = try? dialogue?.command("QUIT")
    dialogue = nil
  }

  private func connected() throws -> SMTPDialogue {
    if let dialogue { return dialogue }
    let made = try SMTPDialogue(server, name: name)
    dialogue = made
    return made
  }

  private func transact(_ dialogue: SMTPDialogue, _ sender: String, _ recipients: [String], _ message: [UInt8]) throws -> [SMTPDelivery] {
    do {
      return try dialogue.send(from: sender, to: recipients, message: message)
    } catch let failure as TransportFailure {
      if failure.kind != .refused, failure.kind != .deferred, failure.kind != .tooLarge, failure.kind != .invalidName { self.dialogue = nil }
      throw failure
    }
  }
}
