import Hummingbird
import Web

/// The design system: every component of docs/DESIGN.md, in both themes at once, made by the functions that pages use.
struct DesignPage: Page {
  let specimens: [(title: String, html: HTML)]

  var section: Section? { .settings }
  func title(_ t: Words) -> String { t("design.title") }

  func body(_ frame: Frame) -> HTML {
    """
    <div class="page page-wide">
    <header class="page-head"><h1>\(frame.t("design.title"))</h1></header>
    <p class="page-lead">\(frame.t("design.lead"))</p>
    <div class="specimens">\(each: ["light", "dark"], { theme($0, frame) })</div>
    </div>
    """
  }

  private func theme(_ theme: String, _ frame: Frame) -> HTML {
    let t = frame.t
    let (marks, forms, talk) = (
      MarkSpecimens(frame: frame), FormSpecimens(frame: frame, theme: theme), TalkSpecimens(frame: frame, theme: theme)
    )
    let groups: [(String, HTML)] = [
      (t("design.buttons"), forms.buttons), (t("design.fields"), forms.fields), (t("design.choices"), forms.choices),
      (t("design.navigation"), marks.navigation), (t("design.promises"), marks.promises), (t("design.marks"), marks.small),
      (t("design.people"), marks.people), (t("design.messages"), talk.timeline), (t("design.files"), talk.files),
      (t("design.news"), marks.news), (t("design.tables"), talk.table), (t("design.waiting"), marks.waiting),
    ]
    // words: design.*
    let whole = specimens.map { (t($0.title), $0.html.repeated(as: theme)) }
    return """
      <section class="specimen-theme" data-theme="\(theme)" aria-label="\(t(theme == "light" ? "design.light" : "design.dark"))">
      <h2>\(t(theme == "light" ? "design.light" : "design.dark"))</h2>
      \(each: groups + whole, { "<section class=\"card\"><h3>\($0.0)</h3><div class=\"specimen\">\($0.1)</div></section>\n" })
      </section>
      """
  }
}

/// The page that shows the design system.
package enum DesignSystem: Feature {
  package static func routes(_ routes: Routes) {
    routes.get("settings/design", .right(.viewSettings)) { visit in
      let specimens = try visit.world.features.flatMap { $0.specimens }.map { (title: $0.title, html: try $0.html(visit.frame)) }
      return try visit.settingsPage(DesignPage(specimens: specimens))
    }
  }
}
