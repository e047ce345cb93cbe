/// The names under which character sets go in mail, brought to the ones that iconv knows.
struct Charset: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    /// The label promises nothing: absent, us-ascii, "unknown-8bit", or a name that nobody knows.
    case undeclared
    case utf8
    /// One octet a character, so that every input is "valid" and only a look at the text shows a wrong label.
    case single(String)
    case multi(String)
    /// UTF-7 hides markup in ASCII and has no honest use in mail today.
    case refused
  }

  let kind: Kind

  init(label: String?) {
    let label = (label ?? "").trimmingASCII().lowercased().filter { $0 != "\"" && $0 != "'" }
    kind = Self.names[label] ?? Self.guess(label)
  }

  private static let names: [String: Kind] = [
    "": .undeclared, "us-ascii": .undeclared, "ascii": .undeclared, "unknown-8bit": .undeclared, "8bit": .undeclared,
    "x-unknown": .undeclared, "unknown": .undeclared, "default": .undeclared, "default_charset": .undeclared, "ansi_x3.4-1968": .undeclared,
    "utf-8": .utf8, "utf8": .utf8, "unicode-1-1-utf-8": .utf8, "utf-8n": .utf8, "cp65001": .utf8, "utf8mb4": .utf8, "x-utf-8": .utf8,
    "utf-7": .refused, "utf7": .refused, "unicode-1-1-utf-7": .refused, "x-unicode-2-0-utf-7": .refused,
    // What says Latin 1 is in truth its Windows superset, as the web has settled (WHATWG Encoding).
    "iso-8859-1": .single("CP1252"), "iso8859-1": .single("CP1252"), "latin1": .single("CP1252"), "l1": .single("CP1252"),
    "iso-8859-9": .single("CP1254"), "tis-620": .single("CP874"), "iso-8859-11": .single("CP874"),
    "koi8-r": .single("KOI8-R"), "koi8r": .single("KOI8-R"), "koi8": .single("KOI8-R"), "koi-8": .single("KOI8-R"),
    "cskoi8r": .single("KOI8-R"), "koi8-u": .single("KOI8-U"), "koi8-ru": .single("KOI8-U"),
    "ibm866": .single("CP866"), "866": .single("CP866"), "x-mac-cyrillic": .single("MAC-CYRILLIC"), "macintosh": .single("MACINTOSH"),
    "x-mac-roman": .single("MACINTOSH"),
    "gb2312": .multi("GB18030"), "gbk": .multi("GB18030"), "x-gbk": .multi("GB18030"), "gb18030": .multi("GB18030"),
    "gb_2312-80": .multi("GB18030"), "euc-cn": .multi("GB18030"), "cp936": .multi("GB18030"), "hz-gb-2312": .multi("HZ"),
    "big5": .multi("BIG5-HKSCS"), "big5-hkscs": .multi("BIG5-HKSCS"), "cp950": .multi("CP950"),
    "ks_c_5601-1987": .multi("CP949"), "euc-kr": .multi("CP949"), "cp949": .multi("CP949"), "ks_c_5601": .multi("CP949"),
    "shift_jis": .multi("CP932"), "shift-jis": .multi("CP932"), "sjis": .multi("CP932"), "x-sjis": .multi("CP932"),
    "windows-31j": .multi("CP932"), "cp932": .multi("CP932"), "euc-jp": .multi("EUC-JP"), "iso-2022-kr": .multi("ISO-2022-KR"),
    "iso-2022-jp": .multi("ISO-2022-JP-2"), "iso-2022-jp-1": .multi("ISO-2022-JP-2"), "iso-2022-jp-2": .multi("ISO-2022-JP-2"),
    "utf-16": .multi("UTF-16"), "utf-16le": .multi("UTF-16LE"), "utf-16be": .multi("UTF-16BE"), "utf-32": .multi("UTF-32"),
  ]

  /// The families that only differ in a number.
  private static func guess(_ label: String) -> Kind {
    let number = String(label.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
    let family = label.dropLast(number.count).filter { $0 != "-" && $0 != "_" }
    switch family {
    case "windows", "cp", "xcp", "win", "xwindows", "ibm", "microsoftcp":
      return codePages.contains(number) ? .single("CP" + number) : .undeclared
    case "iso8859", "xiso8859":
      return isoParts.contains(number) ? .single("ISO-8859-" + number) : .undeclared
    default:
      return .undeclared
    }
  }

  private static let codePages: Set<String> = [
    "1250", "1251", "1252", "1253", "1254", "1255", "1256", "1257", "1258", "437", "850", "852", "855", "866", "874",
  ]
  private static let isoParts: Set<String> = ["2", "3", "4", "5", "6", "7", "8", "10", "13", "14", "15", "16"]
}
