import Web

/// What is not well, above every page of those who can mend it.
struct HealthBanner {
  let frame: Frame

  func html(in section: Section?) -> HTML {
    // The page of mail tells the same with more detail.
    let shown = frame.ailments.filter { section != .mail || !$0.name.hasPrefix("mail.") }
    return "\(each: shown, line)"
  }

  private func line(_ ailment: Ailment) -> HTML {
    let t = frame.t
    let mend: HTML? = ailment.path.map { "<a class=\"button\" href=\"\($0)\">\(t("health.look"))</a>" }
    return """
      <div class="banner banner-late" role="alert">\(frame.icon("triangle-alert"))\
      <span class="banner-text">\(t(ailment.key, ailment.values))</span>\(mend)</div>
      """
  }
}
