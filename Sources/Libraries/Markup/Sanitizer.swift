/// HTML of strangers, made harmless.
package struct SanitizedMarkup: Sendable, Equatable {
  /// Well-formed HTML of the allow-list only: no scripts, styles, names, classes or addresses but safe ones.
  /// Quoted history is folded in `<details class="quote"><summary></summary>…</details>`; an image of another machine is
  /// `<span class="remote-image" data-src="…">words for it</span>`; one that is missing is `<span class="missing-image">…</span>`.
  package var html: String
  /// The same to read without HTML; empty where it was not asked for.
  package var text: String
  package var remoteImagesBlocked = 0
  /// Content ids that the text shows, in order, each once.
  package var inlineImageIDs: [String] = []
  /// The document was over the budget: `html` is made from a rough plain text.
  package var isReduced = false
}

/// The only way from foreign HTML to a page.
package enum Sanitizer {
  package struct Options: Sendable {
    /// Addresses of inline images by content id.
    package var images: [String: String] = [:]
    /// Images at addresses of this server that begin so are kept.
    package var ownImagePrefixes: [String] = []
    package var foldsQuotes = true
    package var budget = MarkupBudget()
    /// Whether the plain text is wanted too: a letter often brings its own.
    package var hasText = true

    package init(images: [String: String] = [:]) { self.images = images }

    /// For text written by our own employees in the composer.
    package static var composed: Options {
      var options = Options()
      options.ownImagePrefixes = ["/files/"]
      options.foldsQuotes = false
      return options
    }
  }

  package static func sanitize(_ html: String, options: Options = Options()) -> SanitizedMarkup {
    guard let tree = MarkupTree(html, budget: options.budget) else { return reduced(html, options: options) }
    var cleaner = Cleaner(options: options)
    guard cleaner.run(tree) else { return reduced(html, options: options) }
    return withExtendedLifetime(tree) {
      SanitizedMarkup(
        html: cleaner.output.trimmed(), text: options.hasText ? PlainText.text(of: tree) : "", remoteImagesBlocked: cleaner.remoteImages,
        inlineImageIDs: cleaner.imageIDs)
    }
  }

  private static func reduced(_ html: String, options: Options) -> SanitizedMarkup {
    let text = RoughText.text(of: html, limit: options.budget.fallbackText)
    return SanitizedMarkup(html: PlainText.html(from: text), text: text, isReduced: true)
  }
}
