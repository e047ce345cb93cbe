import Storage
import Web

/// What each role may do, and on which tickets. To read; roles are changed elsewhere.
struct RolesPage: Page {
  let roles: [Role]
  let scopes: [Int64: [Right: Scope]]

  static func load(for agent: Agent, in db: any Database) throws -> RolesPage {
    try agent.require(.viewSettings)
    var scopes: [Int64: [Right: Scope]] = [:]
    for row in try db.rows("SELECT role_id, right_key, scope FROM role_right") {
      let key: String = try row[1]
      if let right = Right(rawValue: key) { scopes[try row[0], default: [:]][right] = try row[2] as Scope }
    }
    return RolesPage(roles: try agent.roles(in: db), scopes: scopes)
  }

  func title(_ t: Words) -> String { t("people.roles") }

  // words: right.*
  // words: scope.*
  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <div class="page page-wide">
      \(SettingsTrail.html(frame, here: title(t)))
      <header class="page-head"><h1>\(t("people.roles"))</h1></header>
      <p class="page-lead">\(t("people.roles.about"))</p>
      <div class="table-box" tabindex="0" role="region" aria-label="\(t("people.roles"))"><table class="table table-fits"><thead><tr>\
      <th scope="col">\(t("people.right"))</th>\(each: roles, { "<th scope=\"col\">\($0.title(t))</th>" })</tr></thead>
      <tbody>\(each: Right.allCases, { row($0, frame) })</tbody></table></div>
      </div>
      """
  }

  private func row(_ right: Right, _ frame: Frame) -> HTML {
    "<tr><th scope=\"row\">\(frame.t("right.\(right.rawValue)"))</th>\(each: roles, { cell(scopes[$0.id]?[right], right, frame) })</tr>\n"
  }

  private func cell(_ scope: Scope?, _ right: Right, _ frame: Frame) -> HTML {
    guard let scope else {
      return "<td><span class=\"muted\">\(frame.icon("minus"))<span class=\"sr\">\(frame.t("people.no"))</span></span></td>"
    }
    let text = right.isScoped ? frame.t("scope.\(scope.rawValue)") : frame.t("people.yes")
    return "<td><span class=\"cluster\">\(frame.icon("check"))<span>\(text)</span></span></td>"
  }
}
