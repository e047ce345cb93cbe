/// Who sends what to whom, as told to the receiver: none of it is proved.
package struct SMTPEnvelope: Sendable, Equatable {
  /// The address of the machine that delivers.
  package var peer: String
  /// What it calls itself.
  package var hello: String
  /// Empty for a bounce.
  package var sender: String
  package var recipients: [String]
  package var is8Bit = false
  package var isUTF8 = false
  /// It came over TLS.
  package var isEncrypted = false
}

/// What becomes of a recipient or of a message.
package enum SMTPVerdict: Sendable, Equatable {
  case accepted
  /// No for now (451): the peer will come again.
  case deferred(String)
  /// No (550 for a recipient, 554 for a message).
  case refused(String)
}

package enum SMTPDecision: Sendable, Equatable {
  case all(SMTPVerdict)
  /// In the order of the envelope's recipients. Over SMTP, which has one reply for all, one that is deferred defers all.
  case each([SMTPVerdict])
}
