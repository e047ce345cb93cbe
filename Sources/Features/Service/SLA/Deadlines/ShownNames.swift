import Desk
import Web

/// Names of rows that the desk began with are keys of the languages until somebody renames them.
struct ShownNames: Sendable {
  let t: Words

  func of(_ priority: Priority) -> String { name("priority", priority.key, priority.name) }
  func of(_ type: TicketType) -> String { name("type", type.key, type.name) }
  func of(_ calendar: DeskCalendar) -> String { name("calendar.ready", calendar.key, calendar.name) }
  func of(_ rule: ServiceRule) -> String { name("sla.ready", rule.key, rule.name) }
  func of(_ channel: Channel) -> String { t("channel.\(channel.rawValue)") }
  func of(_ target: TargetKind) -> String { t("sla.target.\(target.rawValue)") }
  /// Inside of a sentence: "первый ответ".
  func within(_ target: TargetKind) -> String { of(target).prefix(1).lowercased() + of(target).dropFirst() }
  func of(_ category: StatusCategory) -> String { t("sla.category.\(category.rawValue)") }

  // words: priority.*
  // words: type.*
  // words: calendar.ready.*
  // words: sla.ready.*
  private func name(_ family: String, _ key: String?, _ name: String) -> String {
    let text = key.map { "\(family).\($0)" }
    return text.map { t.has($0) ? t($0) : name } ?? name
  }
}
