/// An alarm and the instant it falls due.
package struct DueAlarm: Hashable, Sendable {
  package var alarm: Alarm
  package var at: Instant
}

extension TargetClock {
  /// The alarms of the present deadline, by time. Shares of the time that were used up before the present run are behind and left out;
  /// which of the others have been given already is for the caller to know.
  package func alarms(under terms: Terms) -> [DueAlarm] {
    let found = terms.promise.alarms.compactMap { alarm in
      instant(of: alarm, under: terms).map { DueAlarm(alarm: alarm, at: $0) }
    }
    return found.sorted { $0.at < $1.at }
  }

  private func instant(of alarm: Alarm, under terms: Terms) -> Instant? {
    switch state {
    case .met: return nil
    case .standing(_, let category) where category.isFinished: return nil
    case .running, .standing: break
    }
    if let manualDue { return manual(manualDue, alarm, terms) }
    switch alarm {
    case .afterBreach(let wait): return (missed ?? runningDue(under: terms)).map { after($0, wait, terms) }
    case .percent(let percent):
      guard case .running(let since) = state else { return nil }
      let amount = share(percent, of: terms.promise.duration)
      return amount < used ? nil : terms.add(amount - used, to: since)
    }
  }

  /// The share of a deadline set by hand is a share of the way from the start to it, whatever the pauses.
  private func manual(_ due: Instant, _ alarm: Alarm, _ terms: Terms) -> Instant? {
    switch alarm {
    case .afterBreach(let wait): return after(due, wait, terms)
    case .percent(100): return due
    case .percent(let percent):
      let span = terms.duration(from: start, to: due)
      return span > 0 ? terms.add(share(percent, of: span), to: start) : nil
    }
  }

  private func after(_ due: Instant, _ wait: Int64, _ terms: Terms) -> Instant { wait == 0 ? due : terms.add(wait, to: due) }

  /// In two parts, so that no product of a long duration overflows.
  private func share(_ percent: Int, of duration: Int64) -> Int64 {
    let percent = Int64(percent), (product, overflow) = (duration / 100).multipliedReportingOverflow(by: percent)
    return overflow ? Instant.span : product + duration % 100 * percent / 100
  }
}
