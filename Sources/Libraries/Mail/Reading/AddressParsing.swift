import CGMime
import CGMimeShim

enum AddressParsing {
  /// More recipients than this are not listed; nobody reads them, and each costs memory on every page that shows the message.
  private static let most = 2_000

  static func list(_ raw: String?) -> [MailAddress] {
    guard let raw, !raw.isEmpty else { return [] }
    GMime.start()
    var found: [MailAddress] = []
    for text in pieces(of: EncodedWords.normalised(bounded(raw))) where found.count < most {
      guard let list = internet_address_list_parse(nil, text) else { continue }
      defer { g_object_unref(UnsafeMutableRawPointer(list)) }
      collect(list, into: &found, depth: 0)
    }
    if found.allSatisfy({ !$0.isUsable }), let rescued = rescued(raw) { return rescued }
    return found
  }

  static func first(_ raw: String?) -> MailAddress? { list(raw).first { $0.isUsable } ?? list(raw).first }

  /// Nested groups and comments make the parser recurse; no honest field has so many.
  private static func bounded(_ raw: String) -> String {
    var depth = 0
    var colons = 0
    for byte in raw.utf8 {
      if byte == 0x28 { depth += 1 }
      if byte == 0x3A { colons += 1 }
    }
    guard depth > 200 || colons > 200 else { return raw }
    return String(decoding: raw.utf8.filter { $0 != 0x28 && $0 != 0x29 && $0 != 0x3A }, as: UTF8.self)
  }

  /// GMime takes the square of a list's length where that holds no addresses: seconds for a field that may be this long.
  private static let longestPiece = 16 << 10

  /// A long list cut at its commas, or wherever it has none.
  private static func pieces(of text: String) -> [String] {
    let bytes = Array(text.utf8)
    guard bytes.count > longestPiece else { return [text] }
    var (pieces, start, comma): ([String], Int, Int?) = ([], 0, nil)
    var (isQuoted, isEscaped, comments) = (false, false, 0)
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case _ where isEscaped: isEscaped = false
      case 0x5C where isQuoted || comments > 0: isEscaped = true
      case 0x22 where comments == 0: isQuoted.toggle()
      case 0x28 where !isQuoted: comments += 1
      case 0x29 where !isQuoted && comments > 0: comments -= 1
      case 0x2C where !isQuoted && comments == 0: comma = index
      default: break
      }
      guard index - start >= longestPiece else { continue }
      let end = comma ?? index
      pieces.append(String(decoding: bytes[start..<end], as: UTF8.self))
      (start, comma) = (comma == nil ? end : end + 1, nil)
    }
    return pieces + [String(decoding: bytes[start...], as: UTF8.self)]
  }

  private static func collect(_ list: UnsafeMutablePointer<InternetAddressList>, into found: inout [MailAddress], depth: Int) {
    for index in 0..<internet_address_list_length(list) where found.count < most {
      guard let entry = internet_address_list_get_address(list, index) else { continue }
      let name = internet_address_get_name(entry).map { String(cString: $0) }
      if let mailbox = gm_mailbox(entry), let address = address(of: mailbox) {
        found.append(made(name: name, address: address))
      } else if depth < 3, let group = gm_group(entry), let members = internet_address_group_get_members(group) {
        collect(members, into: &found, depth: depth + 1)
      }
    }
  }

  /// The host in its ASCII form. What is longer than RFC 5321 lets an address be is left alone: encoding it takes the square of its length.
  private static func address(of mailbox: UnsafeMutablePointer<InternetAddressMailbox>) -> String? {
    guard let plain = internet_address_mailbox_get_addr(mailbox).map({ String(cString: $0) }) else { return nil }
    guard plain.utf8.count <= 320, plain.utf8.contains(where: { $0 >= 0x80 }) else { return plain }
    return internet_address_mailbox_get_idn_addr(mailbox).map { String(cString: $0) } ?? plain
  }

  private static func made(name: String?, address: String) -> MailAddress {
    var address = HeaderText.printable(EncodedWords.decoded(address)).trimmingASCII()
    if let at = address.lastIndex(of: "@") { address = address[..<at] + "@" + address[address.index(after: at)...].lowercased() }
    return MailAddress(name: cleaned(name), address: address)
  }

  private static func cleaned(_ name: String?) -> String? {
    guard let name else { return nil }
    var text = HeaderText.printable(EncodedWords.decoded(name)).trimmingASCII()
    // Programs that quote twice: "'Anna'" and the like.
    while text.count > 1, let first = text.first, first == text.last, first == "\"" || first == "'" {
      text = text.dropFirst().dropLast().trimmingASCII()
    }
    return text.isEmpty ? nil : text
  }

  /// A field that is no address list still may hold an address somewhere; else its text is kept as a name.
  private static func rescued(_ raw: String) -> [MailAddress]? {
    let text = HeaderText.printable(EncodedWords.decoded(String(raw.prefix(2_000))))
    guard !text.isEmpty else { return nil }
    let words = text.split { " <>,;:()[]\"'".contains($0) }
    let word = words.first { MailAddress(address: String($0)).isUsable }
    guard let word else { return [MailAddress(name: String(text.prefix(500)), address: "")] }
    let name = text[..<word.startIndex].trimmingASCII().filter { !"<>\"".contains($0) }.trimmingASCII()
    return [made(name: name, address: String(word))]
  }
}
