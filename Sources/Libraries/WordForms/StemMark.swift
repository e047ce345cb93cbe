/// Stands before a word of a full-text query that is a stem already: the stem of a stem may be another one. Of the private
/// range, which FTS5 counts as letters, and which no word that was cut out of a text has.
package enum StemMark {
  package static let scalar: Unicode.Scalar = "\u{E000}"
}
