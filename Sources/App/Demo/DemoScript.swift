/// A conversation of the example, as it is written in `DemoOffice` and its like. A line begins with what it is:
/// `#` subject, type and priority; `>` the client; `<` an employee; `?` an employee who then waits for the client; `!` a note;
/// `+` the employee's last word. Other lines go on with the one before. `[a|b|c]` is `a` the first time, `b` the second.
struct DemoScript {
  enum Voice: Character {
    case client = ">"
    case agent = "<"
    case question = "?"
    case note = "!"
    case last = "+"
  }
  struct Line {
    let voice: Voice
    var text: String
  }

  let field: DemoField
  private(set) var subject = ""
  private(set) var type = ""
  private(set) var priority = ""
  private(set) var lines: [Line] = []

  static func all(of field: DemoField) -> [DemoScript] {
    var scripts: [DemoScript] = []
    for line in field.script.split(separator: "\n") {
      let text = line.drop { $0 == " " }
      guard let first = text.first else { continue }
      let rest = String(text.dropFirst().drop { $0 == " " })
      if first == "#" {
        scripts.append(DemoScript(field: field, heading: rest))
      } else if let voice = Voice(rawValue: first) {
        scripts[scripts.count - 1].lines.append(Line(voice: voice, text: rest))
      } else {
        let last = scripts[scripts.count - 1].lines.count - 1
        scripts[scripts.count - 1].lines[last].text += " " + text
      }
    }
    return scripts
  }

  private init(field: DemoField, heading: String) {
    self.field = field
    // From the end: the subject may hold the bars of a choice.
    let pieces = heading.split(separator: " | ")
    subject = pieces.dropLast(2).joined(separator: " | ")
    type = String(pieces[pieces.count - 2])
    priority = String(pieces[pieces.count - 1])
  }

  /// Words that stand in subjects, and the tag that an employee gives for them.
  private static let taggedWords = [
    ("касс", "касса"), ("весы", "весы"), ("терминал", "терминал"), ("сканер", "сканер"), ("принтер", "принтер"), ("чек", "чеки"),
    ("доступ", "доступ"), ("почт", "почта"), ("обуч", "обучение"), ("договор", "договор"), ("интернет", "связь"), ("сеть", "связь"),
  ]

  var tags: [String] {
    let subject = subject.lowercased()
    return Self.taggedWords.filter { subject.contains($0.0) }.prefix(2).map(\.1)
  }

  /// The same for the `turn`-th time: each choice is made.
  func told(_ turn: Int) -> DemoScript {
    var told = self
    told.subject = Self.chosen(subject, turn)
    told.lines = lines.map { Line(voice: $0.voice, text: Self.chosen($0.text, turn)) }
    return told
  }

  private static func chosen(_ text: String, _ turn: Int) -> String {
    text.replacing(#/\[([^\[\]]*\|[^\[\]]*)\]/#) { match in
      let choices = match.1.split(separator: "|", omittingEmptySubsequences: false)
      return String(choices[turn % choices.count])
    }
  }
}
