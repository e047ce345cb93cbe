import Logging
import Testing

@testable import App

/// Class 21: what a stranger sent does not become a line of the log, nor a command of the terminal that shows it.
@Suite struct LogLinesTests {
  @Test(arguments: ["a\nb", "a\r\nb", "a\rb", "a\u{1B}[2Jb", "a\u{2028}b", "a\u{85}b", "a\u{0}b", "a\u{7F}b", "a\u{202E}b", "a\u{9B}31mb"])
  func oneEntryIsOneLine(_ text: String) {
    let lines = LogLines(logLevel: .info, format: .text, label: "x")
    let event = LogEvent(level: .info, message: "\(text)", metadata: ["fact": "\(text)"], source: "x", file: "", function: "", line: 0)
    let written = lines.text(event, event.metadata ?? [:])
    let isClean = written.unicodeScalars.allSatisfy { scalar in
      scalar.value >= 32 && ![.control, .format, .lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
    }
    #expect(isClean, "\(written.debugDescription)")
    #expect(written.contains("a\\u{") && written.contains("b"), "what was there can still be told")
  }
}
