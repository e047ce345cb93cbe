import ArgumentParser
import Desk
import Foundation
import Secrets
import Storage

struct User: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: t("command.user"),
    subcommands: [List.self, Add.self, SetPassword.self, SetRole.self, Deactivate.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: t("command.user.list"))
    @OptionGroup(title: t("command.help.settings")) var options: SettingsOptions
    @Flag(help: ArgumentHelp(t("command.json"))) var json = false

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
    static let configuration = CommandConfiguration(abstract: t("command.user.add"))
    @OptionGroup(title: t("command.help.settings")) var options: SettingsOptions
    @Argument(help: ArgumentHelp(t("command.user.email"))) var email: String
    @Option(help: ArgumentHelp(t("command.user.name"))) var name: String
    @Option(help: ArgumentHelp(t("command.user.role"))) var role = "agent"
    @OptionGroup var password: EmployeePassword

    func run() async throws {
      let secret = try password.source.checked()
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
      Terminal.print(t("command.user.added", ["name": name, "email": EmailAddress.normalized(email)]))
    }
  }

  struct SetPassword: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "password", abstract: t("command.user.password"))
    @OptionGroup(title: t("command.help.settings")) var options: SettingsOptions
    @Argument(help: ArgumentHelp(t("command.user.which"))) var email: String
    @OptionGroup var password: EmployeePassword

    func run() async throws {
      let secret = try password.source.checked()
      try await OpenDesk.using(options.load()) { desk in
        let hash = await desk.world.passwords.hash(secret)
        try await desk.world.write { change in
          try Employee.setPassword(hash, of: Directory.person(email, in: change.db), by: .desk, in: change)
        }
      }
      Terminal.print(t("command.user.passwordSet", ["email": EmailAddress.normalized(email)]))
    }
  }

  struct SetRole: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "role", abstract: t("command.user.setRole"))
    @OptionGroup(title: t("command.help.settings")) var options: SettingsOptions
    @Argument(help: ArgumentHelp(t("command.user.which"))) var email: String
    @Argument(help: ArgumentHelp(t("command.user.role"))) var role: String

    func run() async throws {
      try await OpenDesk.using(options.load()) { desk in
        try await desk.world.write { change in
          let person = try Directory.person(email, in: change.db)
          try Employee.setRole(Directory.role(role, in: change.db), of: person, by: .desk, in: change)
        }
      }
      Terminal.print(t("command.user.roleSet", ["email": EmailAddress.normalized(email), "role": role]))
    }
  }

  struct Deactivate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: t("command.user.deactivate"))
    @OptionGroup(title: t("command.help.settings")) var options: SettingsOptions
    @Argument(help: ArgumentHelp(t("command.user.which"))) var email: String

    func run() async throws {
      try await OpenDesk.using(options.load()) { desk in
        try await desk.world.write { change in
          try Employee.deactivate(Directory.person(email, in: change.db), by: .desk, in: change)
        }
      }
      Terminal.print(t("command.user.deactivated", ["email": EmailAddress.normalized(email)]))
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
    guard let id else { throw Complaint(.unknownPerson, t("command.user.none", ["email": email]), advice: t("command.user.none.advice")) }
    return id
  }

  static func role(_ name: String, in db: any Database) throws -> Int64 {
    let id: Int64? = try db.value("SELECT id FROM role WHERE key = \(name) OR name = \(name) ORDER BY id LIMIT 1")
    if let id { return id }
    let known: [String] = try db.values("SELECT coalesce(key, name) FROM role ORDER BY id")
    throw Complaint(
      .refused, t("command.user.noRole", ["name": name]), advice: t("command.thereAre", ["names": known.joined(separator: ", ")]))
  }
}
