import WordForms

/// A query in the words of the index.
struct SearchStems: Sendable {
  struct Term: Sendable {
    let stems: [String]
    let isNegated: Bool
    /// Words of the index that begin with the one that was typed, besides its own forms.
    var others: [String] = []
  }

  var terms: [Term]

  /// Beginnings are completed by so many words: each costs a place in the query.
  static let mostOthers = 64

  /// - Parameter complete: stems of the index that begin so.
  init(_ query: SearchQuery, complete: (String) throws -> [String]) rethrows {
    let stemmer = Stemmer()
    terms = try query.terms.map { term in
      let stems = term.words.map(stemmer.stem)
      let others = term.isPrefix ? try complete(term.words[0]).filter { $0 != stems[0] } : []
      return Term(stems: stems, isNegated: term.isNegated, others: others)
    }
  }

  var wanted: [Term] { terms.filter { !$0.isNegated } }
  var unwanted: [Term] { terms.filter(\.isNegated) }
}
