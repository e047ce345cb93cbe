import Storage

/// A box beside the form of a new ticket, filled by a feature and renewed while the form is filled in.
package struct NewTicketPanel: Sendable {
  package typealias Load = @Sendable (RequestOutline, Agent, any Database, Instant) throws -> PanelContent?
  package let load: Load

  package init(load: @escaping Load) { self.load = load }
}

/// What is known of a request that nobody has sent yet.
package struct RequestOutline: Sendable {
  package var typeID: Int64?
  package var priorityID: Int64?
  package var requesterID: Int64?
  package var companyID: Int64?
  package var subject = ""
}
