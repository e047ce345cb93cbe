import WordForms

/// Subjects that are about the same, by the words that the search knows: "Касса не печатает" and "Не печатают кассы".
struct SimilarSubjects {
  /// Shorter words are in every subject.
  private static let shortestWord = 4
  private static let leastCommon = 2

  private let stems: Set<String>
  private let stemmer = Stemmer()

  init(to subject: String) { stems = Self.stems(subject, stemmer) }

  private static func stems(_ subject: String, _ stemmer: Stemmer) -> Set<String> {
    Set(CutWord.all(in: subject).map(\.folded).filter { $0.count >= shortestWord || $0.allSatisfy(\.isNumber) }.map(stemmer.stem))
  }

  /// Those with the most words in common, in the order in which they came where it is the same.
  func best<T>(of candidates: [T], subject: (T) -> String, most: Int) -> [T] {
    // Of a subject of one word there can be no more than that in common.
    let least = min(Self.leastCommon, stems.count)
    guard least > 0 else { return [] }
    let common = candidates.map { stems.intersection(Self.stems(subject($0), stemmer)).count }
    let found = candidates.indices.filter { common[$0] >= least }.sorted { (common[$1], $0) < (common[$0], $1) }
    return found.prefix(most).map { candidates[$0] }
  }
}
