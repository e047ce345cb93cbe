import Mail
import Testing

struct ReplyTextTests {
  /// A text whose lines are marked with what they should be: `w`, `q` or `s`.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let lines: String
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(name: "nothing but words", lines: "w|Hello\nw|\nw|the printer is on fire"),
    Case(
      name: "marked quote below", lines: "w|Yes.\nw|\nq|On Tue, Nov 10, 2026 at 12:03 Anna <anna@x.example> wrote:\nq|> one\nq|>\nq|> two"),
    Case(name: "answers between quotes", lines: "q|> one?\nw|Yes.\nq|> two?\nw|No."),
    Case(
      name: "attribution broken in two",
      lines: "w|Ok\nq|On Tuesday, November 10, 2026, Anna Petrova\nq|<anna@x.example> wrote:\nq|> one\nw|below"),
    Case(name: "Russian with digits", lines: "w|Да\nq|10.11.2026 12:03, Иван Петров пишет:\nq|> один"),
    Case(name: "Russian Gmail", lines: "w|Да\nw|\nq|пн, 3 нояб. 2026 г. в 10:05, Анна <a@b.example>:\nq|\nq|> один"),
    Case(name: "Russian Gmail without marks", lines: "w|Да\nq|пн, 3 нояб. 2026 г. в 10:05, Анна <a@b.example>:\nq|один\nq|\nq|два"),
    Case(name: "Mail.ru", lines: "w|Да\nq|Вторник, 10 ноября 2026, 12:03 +03:00 от Анна <a@b.example>:\nq|один"),
    Case(name: "Yandex", lines: "w|Да\nw|\nq|10.11.2026, 12:03, \"Анна\" <a@b.example>:\nq|один"),
    Case(name: "Outlook's line", lines: "w|Ok\nq|-----Original Message-----\nq|From: A\nq|text"),
    Case(name: "Outlook's line in Russian", lines: "w|Ok\nq|-----Исходное сообщение-----\nq|От: А\nq|текст"),
    Case(name: "forwarded by Yandex", lines: "w|Смотрите\nq|-------- Пересылаемое сообщение --------\nq|10.11.2026, 12:03, А:\nq|текст"),
    Case(
      name: "Outlook's block",
      lines:
        "w|Ok\nw|\nq|From: Anna <a@b.example>\nq|Sent: Tuesday, November 10, 2026 12:03 PM\nq|To: Desk\nq|Subject: Printer\nq|\nq|text"),
    Case(
      name: "Outlook's block in Russian",
      lines: "w|Ок\nq|От: Анна\nq|Отправлено: 10 ноября 2026 г. 12:03\nq|Кому: Поддержка\nq|Тема: Принтер\nq|\nq|текст"),
    Case(
      name: "Outlook's block with stars", lines: "w|Ок\nq|*От:* Анна\nq|*Дата:* вторник\nq|*Кому:* Поддержка\nq|*Тема:* Принтер\nq|текст"),
    Case(name: "a list of places is no block", lines: "w|From: Moscow\nw|by train\nw|To: Kazan"),
    Case(name: "our marker", lines: "w|Ok\nw|\nq|##- Пишите выше этой строки -##\nq|history"),
    Case(name: "rule of underscores", lines: "w|Ok\nq|________________________________\nq|From: A\nq|text"),
    Case(name: "signature line", lines: "w|Ok\ns|-- \ns|Anna\ns|Romashka"),
    Case(name: "signature before a quote", lines: "w|Ok\ns|-- \ns|Anna\ns|\nq|> one\nq|> two"),
    Case(name: "regards at the end", lines: "w|Сделайте, пожалуйста.\nw|\ns|С уважением,\ns|Анна Петрова\ns|+7 900 000-00-00"),
    Case(
      name: "regards far from the end", lines: "w|С уважением к вам.\n" + (0..<9).map { "w|строка \($0)" }.joined(separator: "\n")),
    Case(name: "from a telephone", lines: "w|Ок\nw|\ns|Отправлено с iPhone\ns|\nq|> один"),
    Case(name: "from a telephone in English", lines: "w|Ok\ns|Sent from my Galaxy"),
    Case(name: "a colon is no attribution", lines: "w|We tried on Monday 2026:\nw|nothing"),
    Case(name: "a sentence about writing", lines: "w|As my colleague wrote:\nw|it does not work"),
    Case(name: "empty", lines: "w|"),
  ]

  @Test(arguments: cases) func splits(example: Case) {
    let marked = example.lines.split(separator: "\n").map { (kind: $0.first, line: String($0.dropFirst(2))) }
    let text = marked.map(\.line).joined(separator: "\n")
    let sections = ReplyText.split(text)
    #expect(sections.map(\.text).joined(separator: "\n") == text, "nothing is lost")
    let kinds = sections.flatMap { section in
      section.text.split(separator: "\n", omittingEmptySubsequences: false).map { _ in section.kind.rawValue.first }
    }
    #expect(kinds == marked.map(\.kind))
  }

  @Test func manyLinesCostLittle() {
    let text = String(repeating: "С уважением,\nOn Tue, Nov 10, 2026\n\n", count: 5_000)
    #expect(ReplyText.split(text).map(\.text).joined(separator: "\n") == text)
  }
}
