import Hummingbird
import ServiceLifecycle
import Storage

/// What a feature may add to the desk. Each part is optional; `Sources/App/Features.swift` lists the features and,
/// by its order, the order of their panels.
package protocol Feature: SendableMetatype {
  /// Named steps, oldest first; never edited once released.
  static var schema: [Migration] { get }
  static func routes(_ routes: Routes)
  /// Called inside the transaction that recorded the event, in the order of the list. May write rows (a job is a row) and
  /// record further events; does no I/O.
  static func heard(_ event: Event, in change: Transaction) throws
  static var jobs: [any Job.Type] { get }
  /// Long-running parts: mail fetching, receivers. Started by `otklik serve` only.
  static func services(_ world: World) -> [any Service]
  /// Boxes at the right of the ticket page.
  static var ticketPanels: [TicketPanel] { get }
  /// Boxes beside the form of a new ticket.
  static var newTicketPanels: [NewTicketPanel] { get }
  /// What stands in the lists at a ticket's deadline, for all tickets of a page with one load.
  static func pills(of tickets: [Int64], for agent: Agent, at now: Instant, in db: any Database) throws -> [Int64: PanelContent]
  /// Components of this feature, for the page of the design system.
  static var specimens: [Specimen] { get }
  /// Entries of the settings menu.
  static var settings: [SettingsEntry] { get }
  /// Steps of the first-run wizard that this feature brings.
  static var setupSteps: [any SetupStep] { get }
  /// Lines of `/metrics`, health of what this feature runs.
  static func health(_ db: any Database, now: Instant) throws -> [HealthReport]
  /// Whether this feature can bring a letter to an employee as things stand.
  static func canMail(_ db: any Database) throws -> Bool
  /// Whether a row of this feature names these bytes of `Blobs`; those that no feature names are deleted.
  static func isUsing(blob: String, in db: any Database) throws -> Bool
}

extension Feature {
  package static var schema: [Migration] { [] }
  package static func routes(_ routes: Routes) {}
  package static func heard(_ event: Event, in change: Transaction) throws {}
  package static var jobs: [any Job.Type] { [] }
  package static func services(_ world: World) -> [any Service] { [] }
  package static var ticketPanels: [TicketPanel] { [] }
  package static var newTicketPanels: [NewTicketPanel] { [] }
  package static func pills(of tickets: [Int64], for agent: Agent, at now: Instant, in db: any Database) throws -> [Int64: PanelContent] {
    [:]
  }
  package static var specimens: [Specimen] { [] }
  package static var settings: [SettingsEntry] { [] }
  package static var setupSteps: [any SetupStep] { [] }
  package static func health(_ db: any Database, now: Instant) throws -> [HealthReport] { [] }
  package static func canMail(_ db: any Database) throws -> Bool { false }
  package static func isUsing(blob: String, in db: any Database) throws -> Bool { false }
}
