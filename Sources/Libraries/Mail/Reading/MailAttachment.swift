/// A part that is not the message's text.
package struct MailAttachment: Sendable {
  /// Fit to be shown and offered for saving: no path, no control or invisible characters, 200 characters at most; never empty.
  package let fileName: String
  /// As the sender claims it, in lower case, of token characters.
  package let contentType: String
  package let bytes: [UInt8]
  /// Without angle brackets, for `cid:` addresses.
  package let contentID: String?
  /// Meant to be shown within the text: of a multipart/related with an id, or so declared.
  package let isInline: Bool
  package let danger: ExecutableMark?

  package init(fileName: String, contentType: String, bytes: [UInt8], contentID: String?, isInline: Bool, danger: ExecutableMark?) {
    self.fileName = fileName
    self.contentType = contentType
    self.bytes = bytes
    self.contentID = contentID
    self.isInline = isInline
    self.danger = danger
  }

  package var isExecutable: Bool { danger != nil }
}

/// Why an attachment is taken for something that runs.
package enum ExecutableMark: Hashable, Sendable {
  case name(ending: String)
  case content(String)
}
