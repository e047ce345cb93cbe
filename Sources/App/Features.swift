import Channels
import Desk
import Service

/// Every feature of the desk, in the order in which they set up their tables, hear events and fill panels. Start reading here.
package let features: [any Feature.Type] = [
  Ground.self,
  DeskSettings.self,
  People.self,
  Clients.self,
  Tickets.self,
  Searching.self,
  SLA.self,
  Notifications.self,
  MailChannel.self,
  Auditing.self,
  DesignSystem.self,
]
