import Foundation
import Web

/// What stands around every page: head, left rail, top bar, the phone's navigation.
struct Shell {
  let page: any Page
  let frame: Frame

  private var t: Words { frame.t }
  private var assets: Assets { frame.assets }

  var html: HTML {
    """
    <!doctype html>
    <html lang="\(t.language.rawValue)" data-theme="\(preferences?.theme.rawValue ?? "system")" \
    data-density="\(preferences?.density.rawValue ?? "cozy")" data-keys="\(preferences?.hasShortcuts ?? false ? "on" : "off")">
    <head>
    \(head)
    </head>
    \(content)
    </html>
    """
  }

  private var preferences: Preferences? { frame.agent?.preferences }

  private var head: HTML {
    """
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
    <meta name="theme-color" content="#f7f8fa" media="(prefers-color-scheme: light)">
    <meta name="theme-color" content="#121317" media="(prefers-color-scheme: dark)">
    <title>\(page.title(t)) · \(frame.profile.name.isEmpty ? t("product.name") : frame.profile.name)</title>
    <link rel="icon" href="\(assets.url("img/logo.svg"))" type="image/svg+xml">
    \(page.layout == .plain ? plainHead : deskHead)
    """
  }

  private var plainHead: HTML { "<link rel=\"stylesheet\" href=\"\(assets.url("plain.css"))\">" }

  private var deskHead: HTML {
    """
    <meta name="csrf" content="\(frame.formToken)">
    <meta name="me" content="\(frame.agent.map { String($0.id) } ?? "")">
    <meta name="htmx-config" content="\(Self.htmxSettings)">
    <link rel="stylesheet" href="\(assets.url("app.css"))">
    <script type="application/json" id="words">\(moduleWords)</script>
    <script src="\(assets.url("vendor/htmx.js"))" defer></script>
    <script src="\(assets.url("vendor/idiomorph.js"))" defer></script>
    <script type="module" src="\(assets.url("js/app.js"))"></script>
    """
  }

  private static let htmxSettings = """
    {"allowEval":false,"includeIndicatorStyles":false,"allowScriptTags":false,"selfRequestsOnly":true,"historyCacheSize":0,\
    "refreshOnHistoryMiss":true,"defaultSwapStyle":"outerHTML","responseHandling":[{"code":"[23]04","swap":false},{"code":"[23]..","swap":true},\
    {"code":"422","swap":true},{"code":"409","swap":true},{"code":"[45]..","swap":false,"error":true}]}
    """

  private var moduleWords: HTML { ModuleWords.of(t) }

  private var content: HTML {
    switch page.layout {
    case .desk where frame.agent != nil: desk
    default: "<body>\(page.body(frame))</body>"
    }
  }

  private var desk: HTML {
    """
    <body data-hx-ext="morph">
    <a class="skip" href="#main">\(t("nav.skip"))</a>
    <div class="shell">
      \(rail)
      \(TopBar(frame: frame).html)
      <div class="body">
        \(page.column(frame))
        <main class="main" id="main" tabindex="-1">
    \(HealthBanner(frame: frame).html(in: page.section))\(page.body(frame))
        </main>
      </div>
      <nav class="bottom-nav" aria-label="\(t("nav.sections"))">\(each: sections, { item($0, keys: false) })</nav>
    </div>
    </body>
    """
  }

  private var rail: HTML {
    """
    <nav class="rail" aria-label="\(t("nav.sections"))">
      <a class="rail-logo" href="/" aria-label="\(t("nav.home"))"><img src="\(assets.url("img/logo.svg"))" alt="" width="28" height="28"></a>
      \(each: sections.filter { $0.section != .settings }, { item($0, keys: true) })
      <span class="rail-gap"></span>
      \(each: sections.filter { $0.section == .settings }, { item($0, keys: true) })
    </nav>
    """
  }

  private struct RailItem {
    let section: Section
    let path: String
    let icon: String
    let key: String
    let name: String
  }

  private var sections: [RailItem] {
    var items = [RailItem(section: .tickets, path: "/tickets", icon: "inbox", key: "g i", name: t("nav.tickets"))]
    if may(.viewClients) {
      items.append(RailItem(section: .clients, path: "/clients", icon: "building-2", key: "g c", name: t("nav.clients")))
    }
    if may(.viewMail) { items.append(RailItem(section: .mail, path: "/mail", icon: "mail", key: "g e", name: t("nav.mail"))) }
    if may(.viewSettings) {
      items.append(RailItem(section: .settings, path: "/settings", icon: "settings", key: "g s", name: t("nav.settings")))
    }
    return items
  }

  private func may(_ right: Right) -> Bool { frame.agent?.may(right) ?? false }

  private func item(_ item: RailItem, keys: Bool) -> HTML {
    let key: HTML = keys ? " data-key=\"\(item.key)\" data-label=\"\(item.name)\"" : ""
    let current: HTML = item.section == page.section ? " aria-current=\"page\"" : ""
    return "<a class=\"rail-item\" href=\"\(item.path)\"\(current)\(key)>\(frame.icon(item.icon))<span>\(item.name)</span></a>"
  }
}
