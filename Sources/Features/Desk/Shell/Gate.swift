import Web

/// A card before the door: under the desk's sign, and over what somebody outside can do else.
struct Gate {
  let title: String
  let content: HTML
  let foot: HTML

  func html(_ frame: Frame) -> HTML {
    """
    <div class="gate"><main class="gate-card"><div class="gate-brand"><img src="\(frame.assets.url("img/logo.svg"))" alt="" width="32" height="32">\
    \(frame.profile.name)</div><h1>\(title)</h1>\(content)</main>
    <footer class="gate-foot">\(foot)</footer></div>
    """
  }

  /// The same in the other languages, where that has an address without a secret, and the program's name.
  static func usualFoot(_ t: Words, _ languages: LanguageLinks?) -> HTML {
    "\(languages.map { $0.html(t) })<span>\(t("product.name"))</span>"
  }
}
