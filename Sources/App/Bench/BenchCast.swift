import Channels
import Desk
import Foundation
import Secrets
import Storage
import Web
import WorkTime

/// Who writes and who answers on a generated desk; everybody comes in through the same doors as real people.
struct BenchCast: Sendable {
  struct Client: Sendable {
    let id: Int64
    let company: Int64
    let name: String
    let email: String
  }
  struct Person: Sendable {
    let id: Int64
    let name: String
    let email: String
  }

  static let email = "boss@bench.example"
  static let password = "measured and found fast"
  static let mailbox = "support@bench.example"
  private static let mostCompanies = 1_000
  private static let mostContacts = 20_000
  private static let teams = ["Первая линия", "Печать и кассы", "Сеть", "Программы", "Выезды", "Снабжение"]
  private static let membersOfTeam = 5

  private(set) var clients: [Client] = []
  /// The members of each team.
  private(set) var staff: [[Person]] = []
  private(set) var teamIDs: [Int64] = []
  private(set) var mailboxID: Int64 = 0
  private(set) var tags: [Int64] = []

  static func enter(
    of tickets: Int, in change: Transaction, passwordHash: String, random: inout BenchRandom
  ) throws -> BenchCast {
    var cast = BenchCast()
    let first = FirstSetup(
      company: "Большая служба", language: .ru, timeZone: "Europe/Moscow", adminName: "Вера Павлова", adminEmail: email)
    let boss = try first.run(passwordHash: passwordHash, teamName: teams[0], in: change)
    try cast.hire(boss: boss, in: change)
    try cast.meetClients(min(tickets * 2, mostContacts), boss: boss, in: change, random: &random)
    var mailbox = Mailbox.blank(address: Self.mailbox)
    // Nobody listens there: what is measured here is what the desk does, not what it sends.
    mailbox.smtp = Mailbox.Access(url: "smtp://127.0.0.1:9?security=none", user: "", sealed: nil)
    mailbox.acknowledges = false
    try mailbox.add(by: .employee(boss), in: change)
    cast.mailboxID = mailbox.id
    try promiseAnswersAlone(in: change.db)
    for number in 1...50 {
      let name = "метка \(number)"
      let id: Int64? = try change.db.value("INSERT INTO tag (name, key) VALUES (\(name), \(name)) RETURNING id")
      cast.tags.append(id!)
    }
    return cast
  }

  /// A desk of which a tenth is open does not promise solutions within two days, but for what is critical: nearly all of it would be late.
  private static func promiseAnswersAlone(in db: any Database) throws {
    for row in try db.rows("SELECT id, targets FROM sla_rule WHERE key <> 'critical'") {
      let (id, targets): (Int64, String) = (try row[0], try row[1])
      let answers = try JSONDecoder().decode([Promise].self, from: Data(targets.utf8)).filter { $0.kind != .resolution }
      try db.run("UPDATE sla_rule SET targets = \(String(decoding: try JSONEncoder().encode(answers), as: UTF8.self)) WHERE id = \(id)")
    }
    // What is known of the levels is out of date.
    try db.run("UPDATE sla_policy SET stamp = 'bench'")
  }

  private mutating func hire(boss: Int64, in change: Transaction) throws {
    let role: Int64? = try change.db.value("SELECT id FROM role WHERE key = 'agent'")
    teamIDs = try change.db.values("SELECT min(id) FROM team")
    for name in Self.teams.dropFirst() { teamIDs.append(try Team.add(name, by: .employee(boss), in: change)) }
    for (index, team) in teamIDs.enumerated() {
      let people = try (1...Self.membersOfTeam).map { number -> Person in
        let (name, email) = (
          "\(Self.names[(index * 7 + number) % Self.names.count]) \(index + 1)-\(number)", "agent\(index)\(number)@bench.example"
        )
        let new = NewEmployee(
          name: name, email: email, role: role!, teams: [team], language: .ru, timeZone: "Europe/Moscow", passwordHash: nil)
        return Person(id: try Employee.add(new, by: .employee(boss), in: change), name: name, email: email)
      }
      staff.append(people)
    }
  }

  private mutating func meetClients(_ contacts: Int, boss: Int64, in change: Transaction, random: inout BenchRandom) throws {
    let companies = try (0..<(contacts * Self.mostCompanies / Self.mostContacts)).map { number in
      try Company.add(
        "\(random.pick(Self.forms)) «\(random.pick(Self.names)) \(number)»", domains: ["client\(number).example"], by: .employee(boss),
        in: change)
    }
    for number in 0..<contacts {
      let company = random.skewed(companies.count)
      let (name, email) = ("\(random.pick(Self.names)) \(random.pick(Self.families))", "person\(number)@client\(company).example")
      let contact = try Contact.findOrCreate(email: email, name: name, in: change)
      clients.append(Client(id: contact.id, company: companies[company], name: name, email: email))
    }
  }

  private static let forms = ["ООО", "АО", "ИП", "Клиника", "Магазин"]
  private static let names = [
    "Анна", "Борис", "Вера", "Глеб", "Дарья", "Егор", "Жанна", "Захар", "Инна", "Кирилл", "Лидия", "Максим", "Нина", "Олег", "Полина",
    "Роман", "Софья", "Тимур", "Ульяна", "Фёдор", "Эмма", "Юрий", "Яна", "Alice", "Bob", "Carol", "David", "Emma",
  ]
  private static let families = [
    "Абрамова", "Белов", "Васильева", "Громов", "Данилова", "Ершов", "Жукова", "Зайцев", "Ильина", "Котов", "Лебедева", "Морозов",
    "Никитина", "Орлов", "Попова", "Рыбаков", "Смирнова", "Титов", "Уварова", "Фомин", "Цветкова", "Шубин", "Smith", "Jones", "Brown",
  ]
}
