/// Marks what runs when it is opened, by its name and by its first octets.
package enum Executables {
  private static let endings: Set<String> = [
    "exe", "scr", "com", "pif", "bat", "cmd", "msi", "msp", "msix", "appx", "cpl", "dll", "sys", "lnk", "url", "reg", "inf", "hta",
    "chm", "gadget",
    "js", "jse", "vbs", "vbe", "wsf", "wsh", "wsc", "sct", "ps1", "psm1", "psd1", "jar", "jnlp", "class", "sh", "bash", "run", "command",
    "app", "dmg",
    "pkg", "deb", "rpm", "apk", "appimage", "elf", "py", "pyw", "iso", "img", "vhd", "vhdx", "application", "docm", "dotm", "xlsm",
    "xltm", "xlam", "pptm",
    "potm", "ppam", "ppsm", "sldm", "one", "xll", "library-ms", "settingcontent-ms", "desktop",
  ]

  package static func mark(name: String, bytes: [UInt8]) -> ExecutableMark? {
    let ending = FileName.ending(name)
    if endings.contains(ending) { return .name(ending: ending) }
    return content(bytes).map { .content($0) }
  }

  private static func content(_ bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0x4D, 0x5A]), isPortable(bytes) { return "Windows program" }
    if bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) { return "Linux program" }
    if bytes.starts(with: [0x23, 0x21]), bytes.dropFirst(2).prefix(4).contains(0x2F) { return "script" }
    if bytes.starts(with: [0x4C, 0x00, 0x00, 0x00, 0x01, 0x14, 0x02, 0x00]) { return "Windows shortcut" }
    for magic: [UInt8] in [[0xFE, 0xED, 0xFA, 0xCE], [0xFE, 0xED, 0xFA, 0xCF], [0xCE, 0xFA, 0xED, 0xFE], [0xCF, 0xFA, 0xED, 0xFE]]
    where bytes.starts(with: magic) {
      return "macOS program"
    }
    if bytes.starts(with: [0xCA, 0xFE, 0xBA, 0xBE]) { return "Java or macOS program" }
    return nil
  }

  /// "MZ" also begins honest texts; a program has binary octets soon after.
  private static func isPortable(_ bytes: [UInt8]) -> Bool { bytes.prefix(64).contains { $0 < 0x09 } }
}
