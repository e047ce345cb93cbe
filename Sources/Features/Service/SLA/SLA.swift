import Desk
import Storage

/// Service levels: what the desk promises to whom, the clocks that run for it, and who is told before it is too late.
package enum SLA: Feature {
  package static var schema: [Migration] { SLASchema.steps + StaySchema.steps }
  package static var jobs: [any Job.Type] { [WakeForTicket.self, RecountOpenTickets.self, MeasureStays.self] }
  package static var ticketPanels: [TicketPanel] { [DeadlinePanel.panel] }
  package static var newTicketPanels: [NewTicketPanel] { [WhatIf.panel] }
  package static func pills(of tickets: [Int64], for agent: Agent, at now: Instant, in db: any Database) throws -> [Int64: PanelContent] {
    try NearestPromise.all(of: tickets, at: now, in: db).mapValues { promise in PanelContent { promise.html($0) } }
  }
  package static var specimens: [Specimen] { CalendarSpecimens.all }
  package static var setupSteps: [any SetupStep] { [HoursStep()] }

  package static var settings: [SettingsEntry] {
    [
      SettingsEntry(path: "/settings/sla", title: "sla.title", about: "sla.about", icon: "timer", right: .viewSettings),
      SettingsEntry(
        path: "/settings/calendars", title: "calendar.title", about: "calendar.about", icon: "calendar-days", right: .viewSettings),
    ]
  }

  package static func routes(_ routes: Routes) {
    DeadlineRoutes.add(to: routes)
    SLARoutes.add(to: routes)
    CalendarRoutes.add(to: routes)
  }

  package static func heard(_ event: Event, in change: Transaction) throws {
    switch event.subject.kind {
    case "ticket" where !event.kind.rawValue.hasPrefix("sla."):
      Recounting.enqueue(for: event, in: change)
      try TicketStay.hear(event, in: change)
    case "desk" where event.kind == .deskSetUp: try ReadyLevels.adapt(to: DeskProfile.load(in: change.db), in: change.db)
    case "calendar", "slaPolicy": try ServiceLevels.restamp(in: change.db)
    default: break
    }
  }
}
