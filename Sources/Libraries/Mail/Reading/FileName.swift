/// Names of files as strangers give them, made harmless for display.
package enum FileName {
  private static let longest = 200

  package static func cleaned(_ raw: String?, otherwise fallback: String) -> String {
    guard let raw else { return fallback }
    var scalars = String.UnicodeScalarView()
    for scalar in raw.unicodeScalars.suffix(4_000) {
      if scalar == "/" || scalar == "\\" {
        scalars.removeAll()
      } else if !isHidden(scalar) {
        scalars.append("<>:\"|?*".unicodeScalars.contains(scalar) ? "_" : scalar)
      }
    }
    var name = String(scalars).trimmingASCII()
    while name.hasPrefix(".") || name.hasPrefix(" ") { name.removeFirst() }
    while name.hasSuffix(".") || name.hasSuffix(" ") { name.removeLast() }
    name = shortened(name)
    return name.isEmpty ? fallback : name
  }

  /// Control characters, and those that hide or turn around what stands beside them.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
    default: scalar.value == 0xFFFD || scalar.properties.isVariationSelector
    }
  }

  /// Keeps the ending, which tells what the file is.
  private static func shortened(_ name: String) -> String {
    guard name.count > longest || name.utf8.count > longest else { return name }
    var ending = ""
    if let dot = name.lastIndex(of: "."), name[dot...].utf8.count <= 20 { ending = String(name[dot...]) }
    var stem = name.dropLast(ending.count).prefix(longest)
    while stem.utf8.count + ending.utf8.count > longest { stem.removeLast() }
    return stem + ending
  }

  /// The last part after a dot, in lower case.
  static func ending(_ name: String) -> String {
    guard let dot = name.lastIndex(of: ".") else { return "" }
    return name[name.index(after: dot)...].lowercased().trimmingASCII()
  }

  /// What a part without a name is called.
  static func fallback(for type: ContentType) -> String {
    switch type.name {
    case "message/rfc822": "message.eml"
    case "message/delivery-status", "message/global-delivery-status": "delivery-status.txt"
    case "text/rfc822-headers": "headers.txt"
    case "text/calendar": "invite.ics"
    case "text/html": "text.html"
    case "text/plain": "text.txt"
    case "image/jpeg", "image/jpg": "image.jpg"
    case "image/png", "image/gif", "image/webp", "image/bmp", "image/tiff": "image." + type.subtype
    case "application/pdf": "document.pdf"
    case "application/pkcs7-signature", "application/x-pkcs7-signature": "smime.p7s"
    case "application/pkcs7-mime", "application/x-pkcs7-mime": "smime.p7m"
    case "application/pgp-signature": "signature.asc"
    case "application/ms-tnef": "winmail.dat"
    default: "attachment.bin"
    }
  }
}
