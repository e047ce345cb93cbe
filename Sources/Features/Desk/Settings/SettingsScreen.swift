import Hummingbird
import Web

/// A page of the settings, with the menu of all of them at its left.
struct SettingsScreen: Page {
  let inner: any Page
  let entries: [SettingsEntry]

  var section: Section? { .settings }
  func title(_ t: Words) -> String { inner.title(t) }
  func body(_ frame: Frame) -> HTML { inner.body(frame) }

  func column(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <nav class="settings-nav" aria-label="\(t("settings.menu"))">
      <form role="search" action="/settings"><input class="input" type="search" name="q" placeholder="\(t("settings.search"))" \
      aria-label="\(t("settings.search"))" autocomplete="off"></form>
      \(each: entries, { link($0, frame) })
      </nav>
      """
  }

  private func link(_ entry: SettingsEntry, _ frame: Frame) -> HTML {
    let isCurrent = frame.path == entry.path || frame.path.hasPrefix(entry.path + "/")
    let current: HTML = isCurrent ? " aria-current=\"page\"" : ""
    return """
      <a class="view" href="\(entry.path)"\(current)>\(frame.icon(entry.icon))<span class="view-name">\(frame.t(entry.title))</span></a>

      """
  }
}

extension Visit {
  /// A page of the settings as it goes to the browser.
  package func settingsPage(_ page: some Page, status: HTTPResponse.Status = .ok) throws -> Response {
    self.page(SettingsScreen(inner: page, entries: try settingsEntries)).response(status: status)
  }

  /// The settings that this person may see, in the order of the features.
  var settingsEntries: [SettingsEntry] {
    get throws {
      let agent = try agent
      return world.features.flatMap { $0.settings }.filter { agent.may($0.right) }
    }
  }
}
