// data: words that this reads in foreign texts, or names that are data; none of them is a text of the interface.
/// How people write in a table or an event what kind of day it is. Input, not interface: both languages are always understood.
extension ProductionCalendar.Kind {
  /// Hours (`09:00-13:00 14:00-17:00`), or a word. Nil when it is neither.
  init?(_ text: some StringProtocol) {
    let parts = text.split { $0 == " " || $0 == "+" }
    let hours = parts.compactMap { Hours($0) }
    if !parts.isEmpty, hours.count == parts.count {
      self = .hours(hours)
    } else if let kind = Self(saidIn: text) {
      self = kind
    } else {
      return nil
    }
  }

  /// Finds the word in a longer text, as in the title of an event.
  init?(saidIn text: some StringProtocol) {
    let text = text.lowercased().replacing("ё", with: "е")
    func says(_ stems: String...) -> Bool { stems.contains { text.contains($0) } }
    if says("сокращ", "предпразд", "укороч", "short", "reduced") {
      self = .shortened(ProductionCalendar.hourLess)
    } else if says("выход", "нерабоч", "праздник", "праздничн", "каникул") || says("closed", "holiday", "day off", "non-working", "free") {
      self = .free
    } else if says("рабоч", "working", "workday") {
      self = .working
    } else {
      return nil
    }
  }
}
