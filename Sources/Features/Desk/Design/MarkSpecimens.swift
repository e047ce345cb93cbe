import Web

/// What says how something stands, and ways to other places.
struct MarkSpecimens {
  let frame: Frame
  private var t: Words { frame.t }

  /// State, shape, what it says.
  private var states: [(state: String, icon: String, text: String)] {
    [
      ("ok", "clock", TimeText.minutes(220, t)), ("soon", "clock-alert", TimeText.minutes(48, t)),
      ("late", "circle-alert", "−" + TimeText.minutes(15, t)), ("paused", "circle-pause", t("design.paused")),
      ("met", "circle-check", t("design.met")), ("missed", "circle-x", t("design.missed")), ("none", "minus", t("design.none")),
    ]
  }

  var promises: HTML {
    """
    \(each: states, { "<span class=\"sla\" data-state=\"\($0.state)\">\(frame.icon($0.icon))<span class=\"sla-text\">\($0.text)</span></span> " })
    \(each: ["ok", "soon", "late"], { state in
      "<progress class=\"meter\" data-state=\"\(state)\" max=\"100\" value=\"60\" aria-label=\"\(t("design.used"))\"></progress>"
    })<progress class="progress" max="3" value="2" aria-label="\(t("design.used"))"></progress>
    """
  }

  // words: status.* priority.*
  var small: HTML {
    let statuses = [
      ("new", "new"), ("open", "open"), ("waitingForClient", "waiting"), ("waitingForOthers", "outside"), ("postponed", "postponed"),
      ("done", "done"), ("closed", "closed"),
    ]
    let priorities = [
      ("urgent", "chevrons-up", "critical"), ("high", "chevron-up", "high"), ("normal", "equal", "normal"), ("low", "chevron-down", "low"),
    ]
    let kinds = ["", "badge-ok", "badge-soon", "badge-late", "badge-info", "badge-note", "badge-accent"]
    return """
      \(each: statuses, { "<span class=\"status\" data-category=\"\($0.0)\">\(t("status.\($0.1)"))</span> " })
      \(each: priorities, { "<span class=\"priority\" data-level=\"\($0.0)\">\(frame.icon($0.1))\(t("priority.\($0.2)"))</span> " })
      \(each: kinds, { "<span class=\"badge \($0)\">\(t("design.tag"))</span> " })
      \(each: ["", "counter-accent", "counter-late"], { "<b class=\"counter \($0)\">4</b> " })
      <span class="chip chip-on"><b>\(t("ticket.field.assignee")):</b><span>\(t("design.person"))</span></span> <span class="chip">\(t("design.tag"))</span>
      """
  }

  var people: HTML {
    let name = t("design.person")
    return """
      \(frame.person(name)) \(frame.avatar(name, classes: "avatar-large")) \(frame.avatar(name, classes: "avatar-large avatar-client"))
      \(each: ["online", "typing", "replying", "away"], { frame.avatar(name, presence: $0) + " " })
      """
  }

  var navigation: HTML {
    """
    <nav class="tabs" aria-label="\(t("design.navigation"))"><span class="tab" aria-current="page">\(t("nav.tickets")) <span class="counter">5</span></span>\
    <a class="tab" href="/clients">\(t("nav.clients"))</a></nav>
    <div class="breadcrumbs"><ol><li><a href="/settings">\(t("nav.settings"))</a></li><li aria-current="page">\(t("design.title"))</li></ol></div>
    <div class="stats"><a class="stat" href="/tickets"><span class="stat-name">\(t("nav.tickets"))</span><span class="stat-value">128</span></a></div>
    <ol class="stepper"><li><span class="step" data-done><span>\(t("setup.administrator.name"))</span></span></li>\
    <li><span class="step" aria-current="step"><span>\(t("setup.checklist"))</span></span></li>\
    <li><span class="step"><span>\(t("nav.mail"))</span><small>\(t("setup.optional"))</small></span></li></ol>
    """
  }

  var news: HTML {
    let kinds = [("", "info"), ("banner-ok", "circle-check"), ("banner-soon", "mail-warning"), ("banner-late", "circle-alert")]
    return """
      \(each: kinds, { "<div class=\"banner \($0.0)\">\(frame.icon($0.1))<span class=\"banner-text\">\(t("design.sentence"))</span></div>" })
      <div class="toast">\(frame.icon("check"))<span>\(t("ticket.saved"))</span></div>
      """
  }

  var waiting: HTML {
    """
    <div class="skeleton-row" aria-hidden="true"><span class="skeleton skeleton-long"></span><span class="skeleton skeleton-short"></span></div>
    <div class="empty">\(frame.icon("inbox"))<h4>\(t("list.empty.mine"))</h4><p>\(t("design.sentence"))</p></div>
    """
  }
}

/// Spans as the pills write them.
private enum TimeText {
  static func minutes(_ count: Int, _ t: Words) -> String {
    let rest = t("js.time.minutes", ["n": String(count % 60)])
    return count < 60 ? rest : t("js.time.hours", ["n": String(count / 60)]) + " " + rest
  }
}
