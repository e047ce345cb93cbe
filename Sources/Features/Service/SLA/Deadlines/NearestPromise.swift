import Desk
import Storage
import Web

/// What is owed next on a ticket: the promise whose deadline is the nearest, or has the least time left where all of them stand still.
struct NearestPromise: Sendable {
  let target: TargetKind
  let due: Instant?
  let pill: Pill

  /// Of many tickets in two statements.
  static func all(of tickets: [Int64], at now: Instant, in db: any Database) throws -> [Int64: NearestPromise] {
    let clocks = try db.rows(
      """
      SELECT c.* FROM sla_clock c
      WHERE c.ticket_number IN (\(list: tickets)) AND c.met_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM sla_clock n WHERE n.ticket_number = c.ticket_number AND n.target = c.target AND n.round > c.round)
      """
    ).map { (ticket: try $0["ticket_number"] as Int64, clock: try TicketClock(row: $0)) }
    let used = Set(clocks.map(\.clock.calendarID)).sorted()
    var calendars: [Int64: WorkCalendar] = [:]
    for row in try db.rows("SELECT id, hours FROM calendar WHERE id IN (\(list: used))") {
      calendars[try row[0]] = try DeskCalendar.memo(row[1])
    }
    var nearest: [Int64: NearestPromise] = [:]
    for (ticket, clock) in clocks {
      guard let hours = calendars[clock.calendarID] else { continue }
      let promise = NearestPromise(clock, under: Terms(try ServiceRule.promiseMemo(clock.promise), hours), at: now)
      if let known = nearest[ticket], !promise.isNearer(than: known) { continue }
      nearest[ticket] = promise
    }
    return nearest
  }

  init(_ clock: TicketClock, under terms: Terms, at now: Instant) {
    let reading = clock.clock.reading(at: now, under: terms)
    target = clock.target
    due = reading.due
    pill = Pill(reading, under: terms, at: now)
  }

  private func isNearer(than other: NearestPromise) -> Bool {
    (due ?? .latest, pill.remaining) < (other.due ?? .latest, other.pill.remaining)
  }

  func html(_ frame: Frame) -> HTML {
    let name = ShownNames(t: frame.t).of(target)
    let reason = due.map { "\(name): \(frame.t("sla.until")) \(frame.clock.short($0))" } ?? "\(name): \(frame.t("sla.pause"))"
    return pill.html(frame, reason: reason, isBrief: true)
  }
}
