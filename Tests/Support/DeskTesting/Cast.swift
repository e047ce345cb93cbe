import Desk
import Storage

/// The people that tests are about.
package struct Cast: Sendable {
  /// Administrator.
  package var boss: Int64 = 0
  /// Agents of the team Support.
  package var anna: Int64 = 0
  package var boris: Int64 = 0
  /// Reads only.
  package var audit: Int64 = 0
  /// A client and her company.
  package var romashka: Int64 = 0
  package var olga: Int64 = 0
  /// A ticket of Olga's that nobody has taken.
  package var printerOnFire: Int64 = 0

  static let nobody = Cast()

  static func enter(_ world: World) async throws -> Cast {
    try await world.write { change in
      var cast = Cast()
      var profile = DeskProfile.unknown
      profile.name = "Сервис Плюс"
      profile.isSetUp = true
      try profile.save(in: change.db)
      cast.boss = try employee("boss", "Вера Павлова", role: "administrator", in: change)
      cast.anna = try employee("anna", "Анна Смирнова", role: "agent", in: change)
      cast.boris = try employee("boris", "Борис Котов", role: "agent", in: change)
      cast.audit = try employee("audit", "Инга Тихая", role: "auditor", in: change)
      let (company, contact) = try client(in: change)
      cast.romashka = company
      cast.olga = contact
      var new = NewTicket(
        subject: "Принтер горит", body: MessageBody(source: "Дымит!", html: "<p>Дымит!</p>", text: "Дымит!"), channel: .mail)
      new.requesterID = contact
      new.companyID = company
      let author = MessageAuthor(actor: .contact(contact), name: "Ольга Ромашкина", email: "olga@romashka.example")
      cast.printerOnFire = try Ticket.open(new, by: author, in: change).number
      return cast
    }
  }

  private static func employee(_ key: String, _ name: String, role: String, in change: Transaction) throws -> Int64 {
    let id: Int64? = try change.db.value(
      """
      INSERT INTO employee (public_id, name, email, role_id, language, time_zone, created_at)
      VALUES (\(key), \(name), \(key + "@service.example"), (SELECT id FROM role WHERE key = \(role)), 'ru', 'Europe/Moscow', \(change.now))
      RETURNING id
      """)
    if role != "auditor" { try change.db.run("INSERT INTO team_member (team_id, employee_id) VALUES (1, \(id))") }
    return id!
  }

  private static func client(in change: Transaction) throws -> (company: Int64, contact: Int64) {
    let company: Int64? = try change.db.value(
      """
      INSERT INTO company (public_id, name, sort_name, created_at) VALUES ('romashka', 'ООО Ромашка', 'ооо ромашка', \(change.now)) RETURNING id
      """)
    try change.db.run("INSERT INTO company_domain (domain, company_id) VALUES ('romashka.example', \(company))")
    let contact: Int64? = try change.db.value(
      """
      INSERT INTO contact (public_id, name, sort_name, company_id, created_at)
      VALUES ('olga', 'Ольга Ромашкина', 'ольга ромашкина', \(company), \(change.now)) RETURNING id
      """)
    try change.db.run("INSERT INTO contact_email (email, contact_id, position) VALUES ('olga@romashka.example', \(contact), 1)")
    return (company!, contact!)
  }
}
