/// RFC 4180, with a semicolon or a tab also understood as the separator.
struct CSVTable {
  /// Rows with the line that each begins in; blank ones are left out.
  let rows: [(line: Int, cells: [String])]

  init(_ text: String) {
    let characters = Array(text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...])
    let separator = CSVTable.separator(in: characters)
    var rows: [(line: Int, cells: [String])] = [], cells: [String] = [], cell = "", quoted = false, line = 1, begin = 1, index = 0
    func finish() {
      cells.append(String(cell.trimmed))
      if cells.contains(where: { !$0.isEmpty }) { rows.append((begin, cells)) }
      (cells, cell, begin) = ([], "", line)
    }
    while index < characters.count {
      let character = characters[index]
      if character.isNewline { line += 1 }
      if quoted {
        if character != "\"" {
          cell.append(character)
        } else if index + 1 < characters.count, characters[index + 1] == "\"" {
          cell.append("\"")
          index += 1
        } else {
          quoted = false
        }
      } else if character == "\"" {
        quoted = true
      } else if character == separator {
        cells.append(String(cell.trimmed))
        cell = ""
      } else if character.isNewline {
        finish()
      } else {
        cell.append(character)
      }
      index += 1
    }
    finish()
    self.rows = rows
  }

  /// The first separator outside of quotes; what holds of the first line holds of the others.
  private static func separator(in characters: [Character]) -> Character {
    var quoted = false
    for character in characters {
      if character == "\"" { quoted.toggle() }
      if !quoted, character == "," || character == ";" || character == "\t" { return character }
    }
    return ","
  }
}
