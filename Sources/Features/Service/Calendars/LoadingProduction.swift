import Desk
import Foundation
import Web

/// A production calendar that somebody loads: the Russian one, or a file.
struct LoadedProduction: Sendable {
  static let largestFile = 1 << 20

  private let calendars: [ProductionCalendar]
  /// Days that the calendar has already win over loaded ones.
  private let keepsOwn: Bool

  /// - Parameter year: of today; yearly events of a file are repeated from the year before to five years later.
  init(form: Form, year: Int) throws {
    keepsOwn = form.isOn("keep")
    guard form.text("source") == "file" else {
      calendars = [.russia2026, .russia2027]
      return
    }
    guard let file = form.files("file").first else { throw Refusal.invalid("file", "calendar.error.fileMissing") }
    guard file.bytes.count <= Self.largestFile else { throw Refusal.invalid("file", "calendar.error.fileLarge") }
    // What is no UTF-8 comes from a spreadsheet on a Russian Windows.
    let text = String(bytes: file.bytes, encoding: .utf8) ?? String(bytes: file.bytes, encoding: .windowsCP1251)
    // A picture, or the spreadsheet itself.
    guard let text, !file.bytes.contains(0) else { throw Refusal.invalid("file", "calendar.error.fileKindUnknown") }
    do {
      let isICS = text.contains("BEGIN:VCALENDAR")
      calendars = [try isICS ? ProductionCalendar(ics: text, years: year - 1...year + 5) : ProductionCalendar(csv: text)]
    } catch {
      throw Refusal.invalid([error.problem])
    }
  }

  func applied(to calendar: WorkCalendar) throws(CalendarFault) -> WorkCalendar {
    var result = calendar
    for production in calendars { result = try result.following(production, keepingOwn: keepsOwn) }
    return result
  }
}

extension ProductionCalendar.Fault {
  fileprivate var problem: Refusal.Problem {
    switch self {
    case .badDate(let text, let line): .init("file", "calendar.error.fileDate", ["text": text, "line": String(line)])
    case .badKind(let text, let line): .init("file", "calendar.error.fileKind", ["text": text, "line": String(line)])
    case .unsupported(let text, let line): .init("file", "calendar.error.fileUnsupported", ["text": text, "line": String(line)])
    case .repeatedDate(let date, let line): .init("file", "calendar.error.fileRepeated", ["text": date.iso, "line": String(line)])
    case .empty: .init("file", "calendar.error.fileEmpty")
    }
  }
}
