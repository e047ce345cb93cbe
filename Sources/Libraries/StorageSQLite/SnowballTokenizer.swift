import GRDB
import WordForms

/// FTS5 words by their stem. The text is first cut by unicode61, which folds case and accents.
final class SnowballTokenizer: FTS5WrapperTokenizer {
  static let name = "snowball"
  let wrappedTokenizer: any FTS5Tokenizer
  private let stemmer = Stemmer()

  init(db: Database, arguments: [String]) throws {
    wrappedTokenizer = try db.makeTokenizer(.unicode61(diacritics: .remove))
  }

  func accept(
    token: String, flags: FTS5TokenFlags, for tokenization: FTS5Tokenization, tokenCallback: FTS5WrapperTokenCallback
  ) throws {
    // A query can name a stem as it stands in the index.
    let isStem = token.unicodeScalars.first == StemMark.scalar
    try tokenCallback(isStem ? String(token.unicodeScalars.dropFirst()) : stemmer.stem(token), flags)
  }
}
