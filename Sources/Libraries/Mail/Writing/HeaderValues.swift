import CGMime
import CGMimeShim

/// What may stand in a header: nothing here lets a line break or a NUL through.
enum HeaderValues {
  private static let longestID = 250
  private static let mostReferences = 20

  /// Free text on one line. "=?" is parted, since ASCII that looks like an encoded word would be decoded by those who read it.
  static func text(_ raw: String) -> String {
    String(HeaderText.printable(raw).replacing("=?", with: "= ?").trimmingASCII().prefix(2_000))
  }

  /// Nil unless it is `box@host` of printable ASCII; a host beyond ASCII is written in its own ASCII form.
  static func address(_ address: MailAddress) -> String? {
    let isPlain = address.address.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !"()[]\"\\:".utf8.contains($0) }
    guard address.isUsable, isPlain else { return nil }
    guard !isASCII(address.address) else { return address.address }
    guard let mailbox = internet_address_mailbox_new(nil, address.address) else { return nil }
    defer { g_object_unref(UnsafeMutableRawPointer(mailbox)) }
    guard let encoded = gm_mailbox(mailbox).flatMap({ internet_address_mailbox_get_idn_addr($0) }) else { return nil }
    let plain = String(cString: encoded)
    return isASCII(plain) ? plain : nil
  }

  /// A Message-ID or Content-ID without brackets.
  static func id(_ raw: String) -> String? {
    let isPlain = raw.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"<>()\\\",;:".utf8.contains($0) }
    return isPlain && raw.contains("@") && raw.utf8.count <= longestID ? raw : nil
  }

  /// The first, for those who find threads by it, and the latest.
  static func references(_ ids: [String]) -> [String] {
    let good = ids.compactMap(id)
    guard good.count > mostReferences, let first = good.first else { return good }
    return [first] + good.suffix(mostReferences - 1)
  }

  static func fields(_ extra: OutgoingMail.ExtraHeader) -> [(String, String)] {
    switch extra {
    case .suppressAutoResponses: return [("X-Auto-Response-Suppress", "All")]
    case .precedenceBulk: return [("Precedence", "bulk")]
    case .listUnsubscribe(let addresses, let isOneClick):
      let good = addresses.filter { isPlain($0) && ($0.hasPrefix("https:") || $0.hasPrefix("mailto:")) && $0.utf8.count <= 900 }
      guard let first = good.first else { return [] }
      let field = ("List-Unsubscribe", good.map { "<\($0)>" }.joined(separator: ", "))
      return isOneClick && first.hasPrefix("https:") ? [field, ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")] : [field]
    case .listID(let name, let id):
      guard isPlain(id), id.utf8.count <= 255 else { return [] }
      return [("List-Id", "\(text(name)) <\(id)>".trimmingASCII())]
    case .loopMark(let mark): return isPlain(mark) && mark.utf8.count <= 255 ? [("X-Loop", mark)] : []
    }
  }

  private static func isPlain(_ raw: String) -> Bool {
    !raw.isEmpty && raw.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x3C && $0 != 0x3E && $0 != 0x2C }
  }

  private static func isASCII(_ raw: String) -> Bool { raw.utf8.allSatisfy { $0 < 0x80 } }
}
