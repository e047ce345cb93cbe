import Storage
import Web

extension Status {
  /// The desk's own name, or the language's for a status that the desk came with.
  package func title(_ t: Words) -> String { key.map { t("status.\($0)") } ?? name }
}

extension Priority {
  package func title(_ t: Words) -> String { key.map { t("priority.\($0)") } ?? name }
  /// The look of the pill, from the place among the ready four; a desk's own are normal.
  package var level: String {
    switch key {
    case "critical": "urgent"
    case "high", "low": key!
    default: "normal"
    }
  }
  var icon: String {
    switch level {
    case "urgent": "chevrons-up"
    case "high": "chevron-up"
    case "low": "chevron-down"
    default: "equal"
    }
  }
}

extension TicketType {
  package func title(_ t: Words) -> String { key.map { t("type.\($0)") } ?? name }
}

extension Frame {
  package func status(_ status: Status?) -> HTML {
    guard let status else { return .empty }
    return "<span class=\"status\" data-category=\"\(status.category.rawValue)\">\(status.title(t))</span>"
  }

  package func priority(_ priority: Priority?) -> HTML {
    guard let priority else { return .empty }
    return "<span class=\"priority\" data-level=\"\(priority.level)\">\(icon(priority.icon))\(priority.title(t))</span>"
  }
}
