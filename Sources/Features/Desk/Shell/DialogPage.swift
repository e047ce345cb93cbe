import Web

/// A small page that a link with `data-dialog` opens as a dialog.
package protocol DialogPage: Page {
  func dialogTitle(_ t: Words) -> String
  /// The ticket that it is about. As a page of its own it stands away from it and has to name it.
  var ticket: TicketName { get }
  /// What stands between the heading and the buttons.
  func content(_ frame: Frame) -> HTML
  func buttons(_ frame: Frame) -> HTML
}

extension DialogPage {
  package func title(_ t: Words) -> String { "\(dialogTitle(t)) — \(ticket.text(t))" }

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
    <p class="page-lead"><a href="/tickets/\(ticket.number)">\(ticket.text(frame.t))</a></p>
    <section class="card">\(content(frame))<div class="form-actions">\(buttons(frame))</div></section></div>
    """
  }
}

/// What a page says of the ticket that it is about.
package struct TicketName: Sendable {
  let number: Int64
  let subject: String
  package init(_ ticket: Ticket) { self.init(number: ticket.number, subject: ticket.subject) }
  package init(number: Int64, subject: String) { (self.number, self.subject) = (number, subject) }
  func text(_ t: Words) -> String { t.name(of: number, subject) }
}
