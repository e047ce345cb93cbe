import CStemmer

/// Words by their stem: Russian for Cyrillic, English for the rest, so that "принтера" finds "Принтеры". Not to be shared
/// between threads.
package final class Stemmer {
  private let russian: OpaquePointer
  private let english: OpaquePointer

  package init() {
    guard let russian = sb_stemmer_new("russian", "UTF_8"), let english = sb_stemmer_new("english", "UTF_8") else {
      preconditionFailure("libstemmer has no Russian or English")
    }
    self.russian = russian
    self.english = english
  }

  deinit {
    sb_stemmer_delete(russian)
    sb_stemmer_delete(english)
  }

  /// - Parameter word: in small letters. ё counts as е.
  package func stem(_ word: String) -> String {
    var bytes = Array(word.utf8)
    let isCyrillic = bytes.contains { $0 == 0xD0 || $0 == 0xD1 }
    if isCyrillic { Self.replaceYo(in: &bytes) }
    return bytes.withUnsafeBufferPointer { bytes in
      let stemmer = isCyrillic ? russian : english
      guard let result = sb_stemmer_stem(stemmer, bytes.baseAddress, Int32(bytes.count)) else { return word }
      return String(decoding: UnsafeBufferPointer(start: result, count: Int(sb_stemmer_length(stemmer))), as: UTF8.self)
    }
  }

  /// D1 91 is ё, D0 B5 is е. Every word of every message comes by here: byte by byte it costs nothing.
  private static func replaceYo(in word: inout [UInt8]) {
    for index in word.indices.dropLast() where word[index] == 0xD1 && word[index + 1] == 0x91 {
      (word[index], word[index + 1]) = (0xD0, 0xB5)
    }
  }
}
