import Desk
import Storage

extension SLA {
  /// Tickets that came with a life behind them: their clocks are counted from their history, as if the desk had watched it, and what
  /// should have rung meanwhile counts as rung. Nobody is told of old tickets, and no timer of theirs is due at once.
  package static func takeOver(_ tickets: [Ticket], in change: Transaction) throws {
    let levels = try ServiceLevels.load(in: change.db)
    let recounting = Recounting(change: change, levels: levels, reason: "sla.takenOver")
    for ticket in tickets { try recounting.takeOver(ticket) }
    try TicketStay.takeOver(tickets, in: change)
  }
}

extension Recounting {
  fileprivate func takeOver(_ ticket: Ticket) throws {
    var state = try counting(ticket, isRinging: false).result(from: TicketLevels.begun(for: ticket, in: change.db))
    let outlook = Outlook(levels: levels, ticket: ticket, now: change.now, state: state)
    for (clock, alarm) in try outlook.alarms() where alarm.at <= change.now {
      guard let index = state.clocks.firstIndex(where: { $0.target == clock.target }) else { continue }
      state.clocks[index].alarmed.append(alarm.alarm.key)
    }
    state.asked = outlook.longWaits
    try conclude(ticket, before: nil, after: &state, isRinging: false)
  }
}
