import Storage

/// A request for service, with a number, a conversation and a history.
package struct Ticket: Sendable, Equatable {
  package var number: Int64
  package var subject: String
  package var typeID: Int64
  package var priorityID: Int64
  package var statusID: Int64
  package var category: StatusCategory
  package var statusSince: Instant
  package var channel: Channel
  package var requesterID: Int64?
  package var companyID: Int64?
  package var assigneeID: Int64?
  package var teamID: Int64?
  package var mailboxID: Int64?
  package var createdAt: Instant
  package var updatedAt: Instant
  package var completedAt: Instant?
  package var closedAt: Instant?
  /// First public answer of an employee.
  package var answeredAt: Instant?
  /// The client's oldest message that nobody answered publicly yet.
  package var awaitingSince: Instant?
  /// The nearest running deadline; written by the service levels through `promise(due:…)`.
  package var dueAt: Instant?
  package var breachedAt: Instant?
  /// Why it is at risk; empty when it is not.
  package var risks: [Risk]
  /// When the desk itself brings an open ticket up again at the latest.
  package var nextAt: Instant?
  package var messageCount: Int64
  package var hasAttachments: Bool
  /// The beginning of the newest message, for lists.
  package var preview: String
  /// Another ticket that has to do with this one, and how.
  package var relatedNumber: Int64?
  package var relation: Relation?
  /// When a postponed ticket comes back by itself.
  package var postponedUntil: Instant?
  /// The ticket that this one's conversation became a part of; its number leads there.
  package var joinedNumber: Int64?
  package var rev: Int64

  package var isOpen: Bool { category != .done && category != .closed }
  package var isAtRisk: Bool { !risks.isEmpty }
  /// A promise that is still owed is broken already.
  package var isLate: Bool { isOpen && breachedAt != nil }
}

extension Ticket {
  package enum Relation: String, Sendable, ColumnValue {
    /// A mail named the other ticket without proof of belonging to it: an employee judges.
    case named
    /// The client answered to a ticket that is closed.
    case continued
  }
}

/// Where a ticket came from, or a message.
package enum Channel: String, Sendable, CaseIterable, ColumnValue { case mail, web, portal, api }

extension StatusCategory: ColumnValue {}

package struct Status: Sendable, Equatable {
  package let id: Int64
  package let key: String?
  package let name: String
  package let category: StatusCategory
  package let position: Int64
}

package struct Priority: Sendable, Equatable {
  package let id: Int64
  package let key: String?
  package let name: String
  /// Higher is more urgent; lists sort by it.
  package let weight: Int64
  package let color: String
}

package struct TicketType: Sendable, Equatable {
  package let id: Int64
  package let key: String?
  package let name: String
}
