import Desk
import Storage

/// What a desk promises before anybody changes it: five days of nine hours, and a deadline by priority.
enum ReadyLevels {
  /// Monday to Friday from nine to six with the Russian production calendar.
  static func calendar(zone: String, hasHolidays: Bool) throws -> WorkCalendar {
    let plain = try WorkCalendar(zone: zone, week: WorkWeek([.monday, .tuesday, .wednesday, .thursday, .friday], Hours(9 * 60, 18 * 60)))
    guard hasHolidays else { return plain }
    return try plain.following(.russia2026).following(.russia2027)
  }

  private static let hour: Int64 = 3_600_000

  /// Key of the rule, key of the priority that it asks for, and the working time until the first answer, the next one, the solution.
  private static let rules: [(key: String, priority: String?, first: Int64, next: Int64, solution: Int64)] = [
    ("critical", "critical", hour / 2, hour, 4 * hour), ("high", "high", hour, 2 * hour, 9 * hour),
    ("low", "low", 4 * hour, 9 * hour, 45 * hour), ("other", nil, 2 * hour, 4 * hour, 18 * hour),
  ]

  static func insert(in db: any Database) throws {
    let profile = try DeskProfile.load(in: db)
    let hours = try JSONText.encode(calendar(zone: profile.timeZone, hasHolidays: true))
    let calendar: Int64? = try db.value(
      "INSERT INTO calendar (key, name, hours, is_default, created_at) VALUES ('standard', 'standard', \(hours), 1, 0) RETURNING id")
    let ready = Attention.ready
    let policy: Int64? = try db.value(
      """
      INSERT INTO sla_policy (name, is_default, unanswered_after, untouched_after, silent_after, stuck_times)
      VALUES ('standard', 1, \(ready.unanswered), \(ready.untouched), \(ready.silent), \(ready.stuckTimes)) RETURNING id
      """)
    for (position, rule) in rules.enumerated() {
      var conditions = RuleConditions()
      if let key = rule.priority {
        // A desk that has removed the priority needs no rule for it.
        guard let priority: Int64 = try db.value("SELECT id FROM priority WHERE key = \(key)") else { continue }
        conditions.priorities = [priority]
      }
      let targets = [
        try Promise(.firstResponse, rule.first), try Promise(.nextResponse, rule.next), try Promise(.resolution, rule.solution),
      ]
      try db.run(
        """
        INSERT INTO sla_rule (policy_id, key, name, position, conditions, targets, calendar_id)
        VALUES (\(policy), \(rule.key), \(rule.key), \(position + 1), \(JSONText.encode(conditions)), \(JSONText.encode(targets)), \(calendar))
        """)
    }
  }

  /// The zone is known when the desk is set up; a calendar that somebody has touched already is left alone.
  static func adapt(to profile: DeskProfile, in db: any Database) throws {
    let hours = try JSONText.encode(calendar(zone: profile.timeZone, hasHolidays: profile.language == .ru))
    try db.run("UPDATE calendar SET hours = \(hours) WHERE is_default = 1 AND rev = 1")
    try ServiceLevels.restamp(in: db)
  }
}
