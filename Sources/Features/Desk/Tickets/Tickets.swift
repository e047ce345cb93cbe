import Storage

/// Requests from clients: their conversation, their fields, their history.
package enum Tickets: Feature {
  package static var schema: [Migration] { TicketsSchema.steps + ListSchema.steps }
  package static func routes(_ routes: Routes) { TicketRoutes.add(to: routes) }
  package static var specimens: [Specimen] { TicketSpecimens.all }
  package static var newTicketPanels: [NewTicketPanel] { [NearbyTickets.panel] }
  package static var jobs: [any Job.Type] {
    [ReleaseReply.self, TakeUpAgain.self, CloseFinished.self, ForgetUploads.self, SweepBlob.self]
  }
  package static func heard(_ event: Event, in change: Transaction) throws { try Seen.hear(event, in: change) }

  package static func isUsing(blob: String, in db: any Database) throws -> Bool {
    try db.exists("SELECT 1 FROM attachment WHERE blob = \(blob) LIMIT 1")
  }
}
