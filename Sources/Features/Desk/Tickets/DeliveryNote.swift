import Web

/// Why a message has not gone, as it stands in `message.delivery_note`: a key (`noMailbox`), a kind of failure with the server's
/// own words (`loginDenied: 535 …`), or what a mail server reported.
package struct DeliveryNote: Sendable {
  private let text: String

  package init(_ text: String) { self.text = text }

  /// A server got the message and did not say whether it took it.
  package var isUnconfirmed: Bool { halves.kind == "unconfirmed" }

  private var halves: (kind: String, detail: String) {
    guard let colon = text.range(of: ": ") else { return (text, "") }
    return (String(text[..<colon.lowerBound]), String(text[colon.upperBound...]))
  }

  /// One sentence that says what to do; the server's own words when they are all there is.
  package func sentence(_ t: Words) -> String {
    // words: mail.trouble.*
    let key = "mail.trouble.\(halves.kind)"
    return t.has(key) ? t(key) : text
  }

  /// The server's own words, where the sentence is ours.
  package func detail(_ t: Words) -> String? {
    t.has("mail.trouble.\(halves.kind)") && !halves.detail.isEmpty ? halves.detail : nil
  }
}
