/// A date that does not follow the week: a holiday, a shortened day, a working Saturday.
package struct ExceptionDay: Hashable, Sendable {
  package var date: LocalDate
  /// Empty: closed.
  package var hours: [Hours]
  package var name: String

  package init(_ date: LocalDate, hours: [Hours] = [], name: String = "") {
    self.date = date
    self.hours = hours
    self.name = name
  }
}

extension ExceptionDay: Codable {
  private enum CodingKeys: CodingKey { case date, hours, name }
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    date = try container.decode(LocalDate.self, forKey: .date)
    hours = try container.decodeIfPresent([Hours].self, forKey: .hours) ?? []
    name = try container.decodeIfPresent(String.self, forKey: .name) ?? ""
  }
}
