import Storage
import Web

/// A box at the right of the ticket page, filled by a feature.
package struct TicketPanel: Sendable {
  package let id: String
  /// The key of its heading.
  package let title: String
  /// Loads what it shows, inside the page's one read.
  package let load: Load
  /// Pills beside the ticket's status, such as deadlines.
  package let head: Load?

  package typealias Load = @Sendable (Ticket, Agent, any Database, Instant) throws -> PanelContent?

  package init(id: String, title: String, head: Load? = nil, load: @escaping Load) {
    self.id = id
    self.title = title
    self.head = head
    self.load = load
  }
}

/// A panel after its rows were read: it can be drawn without a database.
package struct PanelContent: Sendable {
  package let html: @Sendable (Frame) -> HTML
  package init(html: @escaping @Sendable (Frame) -> HTML) { self.html = html }
}

/// An entry of the settings menu.
package struct SettingsEntry: Sendable {
  package let path: String
  /// The key of its name.
  package let title: String
  /// The key of a sentence about it; its words are searched too.
  package let about: String?
  package let icon: String
  package let right: Right
  package init(path: String, title: String, about: String? = nil, icon: String, right: Right) {
    self.path = path
    self.title = title
    self.about = about
    self.icon = icon
    self.right = right
  }
}

/// One thing that is well or not: for `/readyz`, `/metrics`, `otklik doctor` and the administrators' banner.
package struct HealthReport: Sendable {
  package let name: String
  package let isWell: Bool
  /// What to do, for people; a key and its values.
  package let key: String
  package let values: [String: String]
  /// Where it is mended, if that is in the desk.
  package let path: String?
  /// Administrators are told wherever they are. What is only unfinished can wait until somebody looks.
  package let isUrgent: Bool
  /// For `/metrics`.
  package let gauge: Double?
  package init(
    _ name: String, isWell: Bool, key: String, values: [String: String] = [:], path: String? = nil, isUrgent: Bool = true,
    gauge: Double? = nil
  ) {
    self.name = name
    self.isWell = isWell
    self.key = key
    self.values = values
    self.path = path
    self.isUrgent = isUrgent
    self.gauge = gauge
  }
}
