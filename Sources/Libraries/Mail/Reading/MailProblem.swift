/// What was wrong with a message that could be read all the same.
package enum MailProblem: Hashable, Sendable {
  case wrongCharset(String)
  case unknownCharset(String)
  /// UTF-7 is not decoded.
  case refusedCharset(String)
  case damagedText
  case noHeader
  case noBody
  /// A multipart in which no boundary was found.
  case noBoundary
  /// A text too long to be shown; it is an attachment.
  case longText
}
