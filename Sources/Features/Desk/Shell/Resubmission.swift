import Web

/// A form that could not be taken, ready to be sent once more. Its key keeps what was taken after all from being
/// taken twice.
struct Resubmission {
  private let path: String
  private let fields: [(name: String, value: String)]
  private let hasFiles: Bool

  /// `nil` for forms without a key: those are short, and what some of them hold has no place in a page's source.
  init?(_ form: Form, to path: String) {
    guard form.optionalText("key") != nil else { return nil }
    self.path = path
    fields = form.fields
    hasFiles = form.files.contains { !$0.file.name.isEmpty }
  }

  /// The longest text is shown, so that it can be copied as well.
  func html(_ t: Words) -> HTML {
    let longest = fields.filter { $0.name != "csrf" }.max { $0.value.utf8.count < $1.value.utf8.count }?.name
    return """
      <form class="form" method="post" action="\(path)">
      \(each: fields, { field in
        field.name == longest && field.value.utf8.count > 20
          ? "<label class=\"field\"><span class=\"field-label\">\(t("error.typed"))</span><textarea class=\"input\" name=\"\(field.name)\" rows=\"8\">\(field.value)</textarea></label>"
          : "<input type=\"hidden\" name=\"\(field.name)\" value=\"\(field.value)\">"
      })
      \(if: hasFiles, "<p class=\"hint\">\(t("error.filesAgain"))</p>")
      <div class="button-row"><button class="button button-primary">\(t("error.tryAgain"))</button></div>
      </form>
      """
  }
}
