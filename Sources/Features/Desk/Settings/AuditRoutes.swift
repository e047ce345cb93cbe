import Web

enum AuditRoutes {
  static func add(to routes: Routes) {
    routes.get("settings/audit", .right(.viewAudit)) { visit in
      let agent = try visit.agent
      let filter = AuditLog.Filter(
        subject: visit.query("subject").flatMap { $0.isEmpty ? nil : $0 }, actor: visit.query("who").flatMap(Int64.init))
      let before = visit.query("before").flatMap(Int64.init) ?? .max
      let page = try await visit.world.read { db in
        AuditPage(log: try AuditLog.load(filter, before: before, for: agent, in: db), filter: filter, people: try agent.everybody(in: db))
      }
      return try visit.settingsPage(page)
    }
  }
}
