/// The properties of one VEVENT.
struct ICSEvent {
  struct Property {
    var value: String
    var line: Int
  }

  let line: Int
  private var properties: [String: Property] = [:]

  subscript(_ name: String) -> Property? { properties[name] }

  static func all(in text: String) -> [ICSEvent] {
    var events: [ICSEvent] = [], open: ICSEvent?, depth = 0
    for (line, text) in unfolded(text) {
      guard let (name, value) = split(text) else { continue }
      switch (name, value.uppercased()) {
      case ("BEGIN", "VEVENT"): open = ICSEvent(line: line)
      case ("END", "VEVENT"):
        if let event = open { events.append(event) }
        open = nil
      // An alarm within an event has properties of its own.
      case ("BEGIN", _): depth += open == nil ? 0 : 1
      case ("END", _): depth -= open == nil ? 0 : 1
      default: if depth == 0 { open?.properties[name] = Property(value: value, line: line) }
      }
    }
    return events
  }

  private init(line: Int) { self.line = line }

  /// A line that begins with white space continues the one before it.
  private static func unfolded(_ text: String) -> [(Int, String)] {
    var lines: [(Int, String)] = []
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      if let first = line.first, first == " " || first == "\t", !lines.isEmpty {
        lines[lines.count - 1].1 += line.dropFirst()
      } else {
        lines.append((index + 1, String(line)))
      }
    }
    return lines
  }

  /// Name without parameters, and value; a colon within a quoted parameter separates nothing.
  private static func split(_ line: String) -> (String, String)? {
    var quoted = false
    for index in line.indices {
      if line[index] == "\"" { quoted.toggle() }
      if line[index] == ":", !quoted {
        let name = line[..<index].prefix { $0 != ";" }
        return (name.uppercased(), String(line[line.index(after: index)...].trimmed))
      }
    }
    return nil
  }

  static func unescaped(_ text: String) -> String {
    var plain = "", escaped = false
    for character in text {
      if escaped {
        plain.append(character == "n" || character == "N" ? "\n" : character)
        escaped = false
      } else if character == "\\" {
        escaped = true
      } else {
        plain.append(character)
      }
    }
    return plain
  }
}
