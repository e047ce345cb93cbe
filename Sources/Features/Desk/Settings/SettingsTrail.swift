import Web

/// The way from the settings to one of their pages. On a phone it is the way back as well: the menu stands on the first page only.
package enum SettingsTrail {
  package static func html(_ frame: Frame, _ steps: [(path: String, name: String)] = [], here: String) -> HTML {
    let t = frame.t
    let way = [(path: "/settings", name: t("settings.title"))] + steps
    return """
      <nav class="breadcrumbs" aria-label="\(t("nav.where"))"><ol>\(each: way, { "<li><a href=\"\($0.path)\">\($0.name)</a></li>" })\
      <li aria-current="page">\(here)</li></ol></nav>
      """
  }
}
