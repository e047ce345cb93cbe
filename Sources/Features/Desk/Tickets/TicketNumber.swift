import Web

extension Words {
  /// How a ticket is called: "№ 7", "#7".
  package func number(of ticket: Int64) -> String { self("ticket.number", ["number": String(ticket)]) }

  /// "№ 7. Printer on fire".
  func name(of ticket: Int64, _ subject: String) -> String {
    self("ticket.name", ["number": String(ticket), "subject": subject])
  }
}
