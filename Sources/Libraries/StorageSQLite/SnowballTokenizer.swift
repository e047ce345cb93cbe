import CStemmer
import GRDB

/// FTS5 words by their stem: Russian for Cyrillic, English for Latin, so that "принтера" finds "Принтеры".
/// The text is first cut by unicode61, which folds case and accents; ё counts as е.
final class SnowballTokenizer: FTS5WrapperTokenizer {
  static let name = "snowball"
  let wrappedTokenizer: any FTS5Tokenizer
  private let russian: OpaquePointer
  private let english: OpaquePointer

  init(db: Database, arguments: [String]) throws {
    wrappedTokenizer = try db.makeTokenizer(.unicode61(diacritics: .remove))
    guard let russian = sb_stemmer_new("russian", "UTF_8"), let english = sb_stemmer_new("english", "UTF_8") else {
      throw DatabaseError(message: "libstemmer has no Russian or English")
    }
    self.russian = russian
    self.english = english
  }

  deinit {
    sb_stemmer_delete(russian)
    sb_stemmer_delete(english)
  }

  func accept(
    token: String, flags: FTS5TokenFlags, for tokenization: FTS5Tokenization, tokenCallback: FTS5WrapperTokenCallback
  ) throws {
    var word = Array(token.utf8)
    let isCyrillic = word.contains { $0 == 0xD0 || $0 == 0xD1 }
    if isCyrillic { Self.replaceYo(in: &word) }
    let stem = word.withUnsafeBufferPointer { bytes -> String in
      let stemmer = isCyrillic ? russian : english
      guard let result = sb_stemmer_stem(stemmer, bytes.baseAddress, Int32(bytes.count)) else { return token }
      let length = Int(sb_stemmer_length(stemmer))
      return String(decoding: UnsafeBufferPointer(start: result, count: length), as: UTF8.self)
    }
    try tokenCallback(stem, flags)
  }

  /// D1 91 is ё, D0 B5 is е. Every word of every message comes by here: byte by byte it costs nothing.
  private static func replaceYo(in word: inout [UInt8]) {
    for index in word.indices.dropLast() where word[index] == 0xD1 && word[index + 1] == 0x91 {
      (word[index], word[index + 1]) = (0xD0, 0xB5)
    }
  }
}
