import ArgumentParser
import Desk
import Foundation
import Secrets
import Storage

struct User: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Employees: list them, add one, set a password or a role, deactivate.",
    subcommands: [List.self, Add.self, SetPassword.self, SetRole.self, Deactivate.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the employees.")
    @OptionGroup var options: SettingsOptions
    @Flag(help: "As JSON, for programs.") var json = false

    func run() async throws {
      let people = try await OpenDesk.using(options.load()) { desk in try await desk.world.read { try Directory.people(in: $0) } }
      if json {
        let objects = people.map { ["email": $0.email, "name": $0.name, "role": $0.role, "active": $0.isActive ? "yes" : "no"] }
        Terminal.print(try Terminal.json(objects))
      } else {
        for person in people { Terminal.print("\(person.email)\t\(person.name)\t\(person.role)\(person.isActive ? "" : "\tdeactivated")") }
      }
    }
  }

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Add an employee.")
    @OptionGroup var options: SettingsOptions
    @Argument(help: "The mail address, used to sign in.") var email: String
    @Option(help: "The person's name.") var name: String
    @Option(help: "administrator, agent, auditor, or the name of a role of your own.") var role = "agent"
    @OptionGroup var password: PasswordOption

    func run() async throws {
      let secret = try password.checked()
      try await OpenDesk.using(options.load()) { desk in
        let hash = await desk.world.passwords.hash(secret)
        try await desk.world.write { change in
          let profile = try DeskProfile.load(in: change.db)
          let team: Int64? = try change.db.value("SELECT min(id) FROM team WHERE is_active = 1")
          let new = NewEmployee(
            name: name, email: email, role: try Directory.role(role, in: change.db), teams: [team].compactMap { $0 },
            language: profile.language, timeZone: profile.timeZone, passwordHash: hash)
          try Employee.add(new, by: .desk, in: change)
        }
      }
      Terminal.print("\(name) can sign in as \(EmailAddress.normalized(email)).")
    }
  }

  struct SetPassword: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "password", abstract: "Set an employee's password; the person is signed out everywhere.")
    @OptionGroup var options: SettingsOptions
    @Argument(help: "The employee's mail address.") var email: String
    @OptionGroup var password: PasswordOption

    func run() async throws {
      let secret = try password.checked()
      try await OpenDesk.using(options.load()) { desk in
        let hash = await desk.world.passwords.hash(secret)
        try await desk.world.write { change in
          try Employee.setPassword(hash, of: Directory.person(email, in: change.db), by: .desk, in: change)
        }
      }
      Terminal.print("The password of \(EmailAddress.normalized(email)) is set.")
    }
  }

  struct SetRole: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "role", abstract: "Give an employee a role.")
    @OptionGroup var options: SettingsOptions
    @Argument(help: "The employee's mail address.") var email: String
    @Argument(help: "administrator, agent, auditor, or the name of a role of your own.") var role: String

    func run() async throws {
      try await OpenDesk.using(options.load()) { desk in
        try await desk.world.write { change in
          let person = try Directory.person(email, in: change.db)
          try Employee.setRole(Directory.role(role, in: change.db), of: person, by: .desk, in: change)
        }
      }
      Terminal.print("\(EmailAddress.normalized(email)) is \(role).")
    }
  }

  struct Deactivate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shut an employee out. Open tickets go back to their teams; history keeps the name.")
    @OptionGroup var options: SettingsOptions
    @Argument(help: "The employee's mail address.") var email: String

    func run() async throws {
      try await OpenDesk.using(options.load()) { desk in
        try await desk.world.write { change in
          try Employee.deactivate(Directory.person(email, in: change.db), by: .desk, in: change)
        }
      }
      Terminal.print("\(EmailAddress.normalized(email)) is deactivated.")
    }
  }
}

/// People and roles as somebody at a terminal names them. Whoever can read the data folder may: no agent asks here.
enum Directory {
  struct Person: Sendable {
    let email: String
    let name: String
    let role: String
    let isActive: Bool
  }

  static func people(in db: any Database) throws -> [Person] {
    try db.rows(
      "SELECT e.email, e.name, coalesce(r.key, r.name) AS role, e.is_active FROM employee e JOIN role r ON r.id = e.role_id ORDER BY e.email"
    ).map { Person(email: try $0["email"], name: try $0["name"], role: try $0["role"], isActive: try $0["is_active"]) }
  }

  static func person(_ email: String, in db: any Database) throws -> Int64 {
    let id: Int64? = try db.value("SELECT id FROM employee WHERE email = \(EmailAddress.normalized(email))")
    guard let id else { throw Complaint(.unknownPerson, "Nobody has the address \(email).", advice: "otklik user list shows everybody.") }
    return id
  }

  static func role(_ name: String, in db: any Database) throws -> Int64 {
    let id: Int64? = try db.value("SELECT id FROM role WHERE key = \(name) OR name = \(name) ORDER BY id LIMIT 1")
    if let id { return id }
    let known: [String] = try db.values("SELECT coalesce(key, name) FROM role ORDER BY id")
    throw Complaint(.refused, "There is no role “\(name)”.", advice: "There are: \(known.joined(separator: ", ")).")
  }
}
