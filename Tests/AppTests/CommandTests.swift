import Foundation
import Testing

@testable import App

/// The program at a terminal: what goes wrong is one sentence, what to do, and a status of its own.
@Suite struct CommandTests {
  private static func expect(
    _ result: Program.Result, _ status: CommandStatus, _ sentence: String, _ place: SourceLocation = #_sourceLocation
  ) {
    #expect(result.status == status.rawValue, "\(result.errors)", sourceLocation: place)
    #expect(result.errors.contains(sentence), "\(result.errors)", sourceLocation: place)
    #expect(!result.errors.contains("Fatal error"), sourceLocation: place)
  }

  @Test func everyCommandExplainsItself() throws {
    let help = try Program.run("--help")
    #expect(help.status == 0)
    let names = ["serve", "setup", "mailbox", "migrate", "user", "key", "backup", "restore", "doctor", "demo", "config"]
    for name in names {
      #expect(help.output.contains(name))
      let own = try Program.run(name, "--help")
      #expect(own.status == 0 && own.output.contains("USAGE: otklik \(name)"))
    }
    #expect(try Program.run("serve", "--lissten").status == CommandStatus.usage.rawValue)
  }

  @Test func exitStatusesAreDistinct() {
    #expect(Set(CommandStatus.allCases.map(\.rawValue)).count == CommandStatus.allCases.count)
    #expect(Set(CommandStatus.allCases.map(\.meaning)).count == CommandStatus.allCases.count)
  }

  @Test func aPortInUseIsNamed() throws {
    let server = try Server(data: try Program.temporaryFolder() + "/data")
    defer { server.kill() }
    let result = try Program.run("serve", "--data", try Program.temporaryFolder() + "/data", "--listen", "127.0.0.1:\(server.port)")
    Self.expect(result, .portInUse, "Port \(server.port) on 127.0.0.1 is in use")
    #expect(result.errors.contains("--listen 127.0.0.1:\(server.port + 1)"))
    let mail = try Program.run(
      "serve", "--data", try Program.temporaryFolder() + "/data", "--listen", "127.0.0.1:0", "--smtp", "127.0.0.1:\(server.port)")
    Self.expect(mail, .portInUse, "otklik serve --smtp")
  }

  @Test func twoServersDoNotShareAFolder() throws {
    let data = try Program.temporaryFolder() + "/data"
    let server = try Server(data: data)
    let result = try Program.run("serve", "--data", data, "--listen", "127.0.0.1:0")
    Self.expect(result, .busy, "(process \(server.process.processIdentifier))")
    #expect(server.stop() == 0)
    let next = try Server(data: data)
    #expect(next.stop() == 0)
  }

  @Test func otherCommandsWorkBesideAServer() throws {
    let data = try Program.desk()
    let server = try Server(data: data)
    defer { server.kill() }
    let added = try Program.run(
      "user", "add", "boris@service.example", "--name", "Boris", "--data", data, environment: ["OTKLIK_USER_PASSWORD": "correct horse"])
    #expect(added.status == 0, "\(added.errors)")
    #expect(try Program.run("user", "list", "--data", data).output.contains("boris@service.example\tBoris\tagent"))
    #expect(try Program.run("doctor", "--data", data).status == 0)
  }

  @Test func aBrokenSettingsFileIsNamed() throws {
    let data = try Program.temporaryFolder()
    try "listn: 1\n".write(toFile: "\(data)/settings.yml", atomically: true, encoding: .utf8)
    Self.expect(try Program.run("serve", "--data", data), .settings, "\(data)/settings.yml, line 1: “listn”")
  }

  @Test func aFolderThatCannotBeWrittenIsNamed() throws {
    Self.expect(try Program.run("serve", "--data", "/proc/nowhere"), .cannotWrite, "/proc/nowhere")
  }

  @Test func missingResourcesAreNamed() throws {
    let empty = try Program.temporaryFolder()
    let result = try Program.run("serve", "--data", empty + "/data", environment: ["OTKLIK_RESOURCES": empty])
    Self.expect(result, .resources, empty)
  }

  @Test func aFileThatIsNoDatabaseIsLeftAlone() throws {
    let data = try Program.temporaryFolder()
    let garbage = String(repeating: "this is no database. ", count: 100)
    try garbage.write(toFile: "\(data)/otklik.db", atomically: true, encoding: .utf8)
    Self.expect(try Program.run("serve", "--data", data), .damaged, "\(data)/otklik.db")
    #expect(try String(contentsOfFile: "\(data)/otklik.db", encoding: .utf8) == garbage)
  }

  @Test func aNewerDatabaseIsLeftAlone() async throws {
    let data = try Program.desk()
    try await Tampering.run("INSERT INTO schema_step (name, at) VALUES ('2099-01-01 tickets: of the future', 0)", in: data)
    Self.expect(try Program.run("serve", "--data", data), .newer, "2099-01-01 tickets: of the future")
    Self.expect(try Program.run("user", "list", "--data", data), .newer, "Nothing was changed")
  }

  @Test func anUpgradeIsPrecededByAVerifiedCopy() async throws {
    let data = try Program.desk()
    // As an earlier version left it: without the last step and its table.
    try await Tampering.run("DROP TABLE search_word", in: data)
    try await Tampering.run("DROP TABLE search_text", in: data)
    try await Tampering.run("DELETE FROM schema_step WHERE name = '2026-11-22 search: begin'", in: data)
    let result = try Program.run("migrate", "--data", data)
    #expect(result.status == 0, "\(result.errors)")
    let copies = try FileManager.default.contentsOfDirectory(atPath: "\(data)/backups").filter { $0.hasSuffix(".db") }
    #expect(copies.count == 1)
    #expect(try Program.run("migrate", "--data", data).status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(data)/backups").filter { $0.hasSuffix(".db") }.count == 1)
  }

  @Test func theDataFolderIsItsOwnersAlone() throws {
    let data = try Program.desk()
    for name in ["", "/otklik.db", "/secret.key", "/files", "/lock"] {
      let mode = try FileManager.default.attributesOfItem(atPath: data + name)[.posixPermissions] as? Int
      #expect((mode ?? 0o777) & 0o077 == 0, "\(name)")
    }
  }

  @Test func aDeskIsSetUpOnce() throws {
    let data = try Program.desk()
    let again = try Program.run(
      "setup", "--data", data, "--admin-email", "x@service.example", "--admin-password", "correct horse", "--company", "Other")
    Self.expect(again, .refused, "set up already")
    let short = try Program.run("setup", "--data", data, "--admin-email", "x", "--admin-password", "short", "--company", " ")
    Self.expect(short, .refused, "at least 10 characters")
    #expect(short.errors.contains("mail address"))
    #expect(short.errors.contains("company"))
  }

  @Test func aDeskIsSetUpFromTheEnvironmentAlone() throws {
    let data = try Program.temporaryFolder() + "/data"
    let environment = [
      "OTKLIK_DATA": data, "OTKLIK_ADMIN_EMAIL": "vera@service.example", "OTKLIK_ADMIN_PASSWORD": "correct horse",
      "OTKLIK_COMPANY": "Service Plus", "OTKLIK_LANGUAGE": "en", "OTKLIK_TIME_ZONE": "Asia/Omsk",
    ]
    // The command line wins.
    let result = try Program.run("setup", "--company", "Ромашка", environment: environment)
    #expect(result.status == 0 && result.output.contains("“Ромашка”"), "\(result.errors)")
    #expect(try Program.run("user", "list", environment: environment).output.contains("vera@service.example"))
    #expect(try !Program.run("doctor", environment: environment).output.contains("is no setting"))
    Self.expect(try Program.run("setup", environment: ["OTKLIK_LANGUAGE": "de"]), .usage, "--admin-email")
  }

  @Test func theLastAdministratorStays() throws {
    let data = try Program.desk()
    Self.expect(try Program.run("user", "deactivate", "vera@service.example", "--data", data), .refused, "last administrator")
    Self.expect(try Program.run("user", "role", "vera@service.example", "agent", "--data", data), .refused, "last administrator")
    Self.expect(try Program.run("user", "role", "nobody@service.example", "agent", "--data", data), .unknownPerson, "nobody@")
    Self.expect(try Program.run("user", "role", "vera@service.example", "chief", "--data", data), .refused, "administrator, agent, auditor")
  }

  @Test func machinesAreAnswered() throws {
    let server = try Server(data: try Program.desk(), environment: ["OTKLIK_METRICS_TOKEN": "0123456789abcdef"])
    defer { server.kill() }
    #expect(try server.get("/healthz").contains("200 OK"))
    #expect(try server.get("/readyz").contains("\"migrations\""))
    // Past a proxy nobody is the operator, wherever the proxy runs.
    let proxied = ["X-Forwarded-For: 203.0.113.9"]
    #expect(try server.get("/readyz", headers: proxied).hasSuffix("{\"ready\":true}"))
    #expect(try server.get("/metrics").contains("otklik_http_requests_total{method=\"GET\",route=\"/healthz\",status=\"200\"} 1"))
    #expect(try server.get("/metrics", headers: proxied).contains("404"))
    #expect(try server.get("/metrics", headers: proxied + ["Authorization: Bearer 0123456789abcdef"]).contains("200 OK"))
    #expect(try server.get("/metrics", headers: proxied + ["Authorization: Bearer 0123456789abcdee"]).contains("404"))
  }

  @Test func whoFindsAHoleLearnsWhomToTell() throws {
    let quiet = try Server(data: try Program.desk())
    defer { quiet.kill() }
    #expect(try quiet.get("/.well-known/security.txt").contains("404"))
    let environment = ["OTKLIK_SECURITY_CONTACT": "security@service.example", "OTKLIK_ADDRESS": "https://desk.example"]
    let server = try Server(data: try Program.desk(), environment: environment)
    defer { server.kill() }
    let answer = try server.get("/.well-known/security.txt")
    #expect(answer.contains("200 OK") && answer.contains("Contact: mailto:security@service.example\n"))
    #expect(answer.contains(/Expires: 20\d\d-\d\d-\d\dT[0-9:.]+Z\n/))
    #expect(answer.contains("Canonical: https://desk.example/.well-known/security.txt\n"))
  }

  @Test func theSchemaIsPrintedTheSameEachTime() throws {
    let first = try Program.run("migrate", "--dump-schema", "sqlite")
    #expect(first.output.contains("CREATE TABLE ticket ("))
    #expect(!first.output.contains("sqlite_sequence"))
    #expect(try Program.run("migrate", "--dump-schema", "sqlite").output == first.output)
  }

  @Test func theExampleFillsAnEmptyDeskOnly() throws {
    let data = try Program.temporaryFolder() + "/data"
    let result = try Program.run("demo", "--data", data, "--password", "correct horse")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("anna@service.example"))
    Self.expect(try Program.run("demo", "--data", data), .refused, "in use")
    Self.expect(try Program.run("demo", "--data", try Program.desk()), .refused, "in use")
  }
}
