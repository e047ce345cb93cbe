/// What a message may cost its reader. Everything above is refused as a whole, so that the raw message can be kept aside.
package struct MailLimits: Sendable {
  /// Octets of the raw message.
  package var totalBytes = 60 << 20
  /// Entities of all levels, those inside forwarded messages included.
  package var parts = 1_000
  /// Levels of multiparts and forwarded messages.
  package var nesting = 50
  /// Octets of one header block.
  package var headerBytes = 256 << 10
  /// Fields of one header block.
  package var headerFields = 1_000
  /// Octets of all texts together that make up the body. What exceeds it nobody reads on a page: it is attached, not refused.
  package var bodyBytes = 4 << 20

  package init() {}
}

/// A message over a limit: which, what was allowed, and what was found.
package struct MailRefusal: Error, Equatable, Sendable {
  package enum Limit: String, Sendable {
    case totalBytes, parts, nesting, headerBytes, headerFields
  }

  package let limit: Limit
  package let allowed: Int
  /// What was counted when the reader stopped. Sizes and parts are exact, the other two are the first value over the limit.
  package let found: Int

  package init(limit: Limit, allowed: Int, found: Int) {
    self.limit = limit
    self.allowed = allowed
    self.found = found
  }
}
