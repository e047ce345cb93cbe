import Desk
import Hummingbird
import Storage
import Web

enum SLARoutes {
  static func add(to routes: Routes) {
    routes.get("settings/sla", .right(.viewSettings)) { try await policy($0, refused: nil) }
    routes.post("settings/sla", .right(.changeSettings)) { visit in
      try await visit.submit {
        let agent = try visit.agent, attention = try Attention(form: visit.form)
        try await visit.world.write { change in
          try PolicyChanging(by: agent, in: change).change(attention)
        }
        return visit.redirect(to: "/settings/sla")
      } refused: {
        try await policy(visit, refused: $0)
      }
    }
    routes.post("settings/sla/recount", .right(.changeSettings)) { visit in
      try await visit.world.write { try RecountProgress.goOn(in: $0) }
      return visit.redirect(to: "/settings/sla")
    }
    routes.delete("settings/sla/recount", .right(.changeSettings)) { visit in
      try await visit.world.write { try RecountProgress.stop(in: $0) }
      return visit.redirect(to: "/settings/sla")
    }
    routes.get("settings/sla/what-if", .right(.viewSettings)) { try await whatIf($0) }
    addRules(to: routes)
  }

  private static func addRules(to routes: Routes) {
    routes.get("settings/sla/rules/new", .right(.changeSettings)) { try await rule($0, nil, refused: nil) }
    routes.post("settings/sla/rules", .right(.changeSettings)) { visit in
      try await visit.submit {
        let (agent, edit) = (try visit.agent, try RuleEdit(form: visit.form))
        _ = try await visit.world.write { try PolicyChanging(by: agent, in: $0).add(edit) }
        return visit.redirect(to: "/settings/sla")
      } refused: {
        try await rule(visit, nil, refused: $0)
      }
    }
    routes.get("settings/sla/rules/:id", .right(.viewSettings)) { try await rule($0, try $0.number("id"), refused: nil) }
    routes.post("settings/sla/rules/:id", .right(.changeSettings)) { visit in
      let id = try visit.number("id")
      return try await visit.submit {
        let (agent, edit, t) = (try visit.agent, try RuleEdit(form: visit.form), visit.t)
        try await visit.world.write { change in
          try PolicyChanging(by: agent, in: change).change(
            id, to: edit, shownName: ShownNames(t: t).of(ServiceRule.inUse(id, in: change.db)))
        }
        return visit.redirect(to: "/settings/sla")
      } refused: {
        try await rule(visit, id, refused: $0)
      }
    }
    routes.delete("settings/sla/rules/:id", .right(.changeSettings)) { visit in
      let (agent, id) = (try visit.agent, try visit.number("id"))
      try await visit.world.write { try PolicyChanging(by: agent, in: $0).remove(id) }
      return visit.redirect(to: "/settings/sla")
    }
    routes.post("settings/sla/rules/:id/position", .right(.changeSettings)) { visit in
      let (agent, id, isUp) = (try visit.agent, try visit.number("id"), visit.form.text("way") == "up")
      try await visit.world.write { try PolicyChanging(by: agent, in: $0).move(id, up: isUp) }
      return visit.redirect(to: "/settings/sla")
    }
  }

  private static func policy(_ visit: Visit, refused: RefusedForm?) async throws -> Response {
    let agent = try visit.agent
    let page = try await visit.world.read { db in
      let levels = try ServiceLevels.load(in: db)
      return PolicyPage(
        levels: levels, choices: try PolicyChoices.load(named: levels.rules.flatMap(\.conditions.companies), in: db),
        recount: try RecountProgress.load(in: db), mayChange: agent.may(.changeSettings),
        lastChange: try LastChange.of(.slaPolicy(levels.policy), in: db), refused: refused)
    }
    return try visit.settingsPage(page, status: refused?.status ?? .ok)
  }

  private static func rule(_ visit: Visit, _ id: Int64?, refused: RefusedForm?) async throws -> Response {
    let agent = try visit.agent
    let page = try await visit.world.read { db in
      let rule = try id.map { try ServiceRule.inUse($0, in: db) }
      return RulePage(
        rule: rule, choices: try PolicyChoices.load(named: rule?.conditions.companies ?? [], in: db), mayChange: agent.may(.changeSettings),
        lastChange: try LastChange.of(.slaPolicy(ServiceLevels.policy(in: db)), in: db), refused: refused)
    }
    return try visit.settingsPage(page, status: refused?.status ?? .ok)
  }

  private static func whatIf(_ visit: Visit) async throws -> Response {
    let (zone, now) = (visit.timeZone, visit.now)
    let fields = ["type", "priority", "company", "channel", "created"],
      query = fields.compactMap { name in visit.query(name).map { (name, $0) } }
    let given = Dictionary(query, uniquingKeysWith: { first, _ in first }), isAsked = !given.isEmpty
    let created = given["created"].map { LocalMoment.instant($0, in: zone) } ?? now
    let asked = AskedRequest(
      type: given["type"], priority: given["priority"], company: given["company"], channel: given["channel"].flatMap(Channel.init) ?? .web)
    let page = try await visit.world.read { db in
      let facts = try asked.facts(in: db)
      return WhatIfPage(
        choices: try PolicyChoices.load(named: facts.company.map { [$0] } ?? [], in: db),
        asked: [
          "type": [String(facts.type)], "priority": [String(facts.priority)], "company": [facts.company.map(String.init) ?? ""],
          "channel": [facts.channel.rawValue], "created": [given["created"] ?? LocalMoment.text(now, in: zone)],
        ], outcome: try isAsked ? created.map { try WhatIf(facts: facts, createdAt: $0).outcome(in: db) } : nil,
        isBadTime: created == nil, timeZone: zone)
    }
    return try visit.settingsPage(page)
  }
}
