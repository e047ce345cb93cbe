/// What is wrong with a calendar, and where.
package enum CalendarFault: Error, Equatable, Sendable {
  package enum Place: Hashable, Sendable { case weekday(Weekday), date(LocalDate) }

  /// Not one working minute in the whole week: no deadline could ever come.
  case noHours
  case unknownZone(String)
  /// Outside of the day, empty, or (in an exception) ending before its start.
  case badHours(Hours, Place)
  case overlap(Hours, Hours, Place)
  /// Two exceptions for one date.
  case repeatedDate(LocalDate)
}
