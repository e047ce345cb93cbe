import Desk
import Storage
import Web

/// What rules can ask for, as the pages of the policy name it.
struct PolicyChoices: Sendable {
  let words: TicketWords
  let companies: [(id: Int64, name: String)]
  let calendars: [DeskCalendar]

  /// - Parameter named: companies that a rule names already, beyond the first five hundred.
  static func load(named: [Int64] = [], in db: any Database) throws -> PolicyChoices {
    let rows =
      try db.rows("SELECT id, name FROM company ORDER BY sort_name, id LIMIT 500")
      + (named.isEmpty ? [] : db.rows("SELECT id, name FROM company WHERE id IN (\(list: named))"))
    var seen: Set<Int64> = []
    let companies = try rows.map { (id: try $0[0] as Int64, name: try $0[1] as String) }.filter { seen.insert($0.id).inserted }
    return PolicyChoices(words: try TicketWords.load(in: db), companies: companies, calendars: try DeskCalendar.all(in: db))
  }

  func types(_ t: Words) -> [FormView.Option] { words.types.map { .init(String($0.id), ShownNames(t: t).of($0)) } }
  func priorities(_ t: Words) -> [FormView.Option] { words.priorities.map { .init(String($0.id), ShownNames(t: t).of($0)) } }
  func channels(_ t: Words) -> [FormView.Option] { Channel.allCases.map { .init($0.rawValue, ShownNames(t: t).of($0)) } }
  func companyOptions() -> [FormView.Option] { companies.map { .init(String($0.id), $0.name) } }
  func calendarOptions(_ t: Words) -> [FormView.Option] { calendars.map { .init(String($0.id), ShownNames(t: t).of($0)) } }

  /// "Priority: High. Company: Romashka", or that the rule is for everybody.
  func sentence(_ conditions: RuleConditions, _ t: Words) -> String {
    let lists: [(String, [FormView.Option], [String])] = [
      (t("sla.company"), companyOptions(), conditions.companies.map(String.init)),
      (t("sla.type"), types(t), conditions.types.map(String.init)),
      (t("sla.priority"), priorities(t), conditions.priorities.map(String.init)), (t("sla.channel"), channels(t), conditions.channels),
    ]
    let parts = lists.filter { !$0.2.isEmpty }.map { label, options, chosen in
      "\(label): \(chosen.map { value in options.first { $0.value == value }?.label ?? "#\(value)" }.joined(separator: ", "))"
    }
    return parts.isEmpty ? t("sla.everybody") : parts.joined(separator: ". ")
  }
}
