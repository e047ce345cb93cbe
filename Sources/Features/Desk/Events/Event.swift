import Foundation
import Storage

/// Something that happened. One row each, never changed: history, audit and the changes feed read it; service levels,
/// notifications, mail and live updates listen to it.
package struct Event: Sendable {
  /// Features add their own: `extension Event.Kind { static let alarmed = Event.Kind("sla.alarmed") }`.
  package struct Kind: RawRepresentable, Hashable, Sendable, ColumnValue {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package init(_ rawValue: String) { self.rawValue = rawValue }
  }

  /// What it happened to: a ticket by its number, anything else by its id.
  package struct Subject: Hashable, Sendable {
    package let kind: String
    package let id: Int64
    package init(_ kind: String, _ id: Int64) {
      self.kind = kind
      self.id = id
    }
    package static func ticket(_ number: Int64) -> Subject { Subject("ticket", number) }
  }

  /// One field, before and after, as text that does not depend on a language: ids, keys, instants in milliseconds.
  package struct Change: Sendable, Codable, Equatable {
    package let field: String
    package let before: String?
    package let after: String?
    package init(_ field: String, _ before: String?, _ after: String?) {
      self.field = field
      self.before = before
      self.after = after
    }
  }

  package var id: Int64 = 0
  package var at = Instant(milliseconds: 0)
  package var kind: Kind
  package var subject: Subject
  package var actor: Actor
  package var changes: [Change]
  /// Further facts for the history: names that may be gone later, ids of messages.
  package var facts: [String: String]
  package var cause: Int64?

  package init(_ kind: Kind, of subject: Subject, by actor: Actor, changes: [Change] = [], facts: [String: String] = [:]) {
    self.kind = kind
    self.subject = subject
    self.actor = actor
    self.changes = changes
    self.facts = facts
  }

  package func change(of field: String) -> Change? { changes.first { $0.field == field } }

  /// What browsers are told: a topic, never contents.
  var signal: String {
    switch subject.kind {
    case "ticket": "t\(subject.id) \(kind.rawValue)"
    default: "\(subject.kind)\(subject.id) \(kind.rawValue)"
    }
  }
}

/// Who caused an event.
package enum Actor: Sendable, Equatable {
  case employee(Int64)
  case contact(Int64)
  /// The desk itself: a timer, a rule of the product.
  case desk

  package var kind: String {
    switch self {
    case .employee: "employee"
    case .contact: "contact"
    case .desk: "desk"
    }
  }
  package var id: Int64? {
    switch self {
    case .employee(let id), .contact(let id): id
    case .desk: nil
    }
  }
  package init(kind: String, id: Int64?) {
    switch (kind, id) {
    case ("employee", let id?): self = .employee(id)
    case ("contact", let id?): self = .contact(id)
    default: self = .desk
    }
  }
}
