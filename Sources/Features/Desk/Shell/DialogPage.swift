import Web

/// A small page that a link with `data-dialog` opens as a dialog.
package protocol DialogPage: Page {
  func dialogTitle(_ t: Words) -> String
  /// What stands between the heading and the buttons.
  func content(_ frame: Frame) -> HTML
  func buttons(_ frame: Frame) -> HTML
}

extension DialogPage {
  package func title(_ t: Words) -> String { dialogTitle(t) }

  package func fragment(_ frame: Frame) -> HTML {
    """
    <header class="dialog-head"><h2 id="dialog-title">\(dialogTitle(frame.t))</h2></header>
    <div class="dialog-body">\(content(frame))</div>
    <footer class="dialog-foot">\(buttons(frame))</footer>
    """
  }

  package func body(_ frame: Frame) -> HTML {
    """
    <div class="page"><header class="page-head"><h1>\(dialogTitle(frame.t))</h1></header>
    <section class="card">\(content(frame))<div class="form-actions">\(buttons(frame))</div></section></div>
    """
  }
}
