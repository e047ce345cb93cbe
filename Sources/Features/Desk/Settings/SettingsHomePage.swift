import Web
import WordForms

/// All settings with a sentence about each, or those that a search finds.
struct SettingsHomePage: Page {
  let entries: [SettingsEntry]
  let query: String
  let checklist: SetupChecklist?

  func title(_ t: Words) -> String { t("settings.title") }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    let found = entries.filter { matches($0, t) }
    return """
      <div class="page">
      <header class="page-head"><h1>\(t("settings.title"))</h1></header>
      \(query.isEmpty ? checklist.map { $0.html(frame) } ?? .empty : .empty)
      \(if: found.isEmpty, nothing(frame))
      \(if: !found.isEmpty, "<div class=\"settings-list\">\(each: found, { entry($0, frame) })</div>")
      </div>
      """
  }

  private func nothing(_ frame: Frame) -> HTML {
    """
    <div class="empty">\(frame.icon("search"))<h2>\(frame.t("settings.nothingFound"))</h2>
    <div class="button-row"><a class="button" href="/settings">\(frame.t("settings.all"))</a></div></div>
    """
  }

  private func entry(_ entry: SettingsEntry, _ frame: Frame) -> HTML {
    """
    <div class="setting"><span><a href="\(entry.path)"><b>\(frame.t(entry.title))</b></a><small>\(about(entry, frame.t))</small></span></div>
    """
  }

  private func about(_ entry: SettingsEntry, _ t: Words) -> String { entry.about.map { t($0) } ?? "" }

  private func matches(_ entry: SettingsEntry, _ t: Words) -> Bool {
    let stemmer = Stemmer()
    let text = SearchKey.of(t(entry.title) + " " + about(entry, t))
    return SearchKey.words(query).allSatisfy { text.contains($0) || text.contains(stemmer.stem($0)) }
  }
}
