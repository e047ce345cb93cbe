import Storage
import Web

enum NoticeRoutes {
  static let length = 50

  static func add(to routes: Routes) {
    routes.get("notifications", .signedIn) { visit in
      let (agent, unreadOnly) = (try visit.agent, visit.query("all") != "1")
      let before = visit.query("before").flatMap(Int64.init) ?? .max
      let found = try await visit.world.read { db in
        try agent.notices(before: before, unreadOnly: unreadOnly, limit: length + 1, in: db)
      }
      return visit.page(
        NoticePage(notices: Array(found.prefix(length)), next: found.count > length ? found[length - 1].id : nil, unreadOnly: unreadOnly))
    }
    routes.get("notifications/bell", .signedIn) { visit in
      let agent = try visit.agent
      let unread = try await visit.world.read { db in try agent.unreadNotices(in: db) }
      return Bell(agent: agent.id, unread: unread).html(visit.frame)
    }
    routes.get("notifications/settings", .signedIn) { visit in
      let agent = try visit.agent
      let settings = try await visit.world.read { db in try NoticeSettings(of: agent, in: db) }
      return visit.page(NoticeSettingsPage(settings: settings, isSaved: visit.query("saved") == "1"))
    }
    routes.post("notifications/settings", .signedIn) { visit in
      let (agent, settings) = (try visit.agent, NoticeSettings(form: visit.form))
      try await visit.world.write { try settings.save(for: agent, in: $0) }
      return visit.redirect(to: "/notifications/settings?saved=1")
    }
    routes.post("notifications/reading", .signedIn) { visit in
      let agent = try visit.agent
      try await visit.world.write { try agent.readNotices(in: $0) }
      return visit.redirect(to: "/notifications")
    }
    routes.post("notifications/:id/reading", .signedIn) { visit in
      let (agent, id) = (try visit.agent, try visit.number("id"))
      try await visit.world.write { try agent.readNotice(id, in: $0) }
      return visit.redirect(to: "/notifications")
    }
  }
}
