import Foundation
import Testing

@testable import App

@Suite struct SettingsTests {
  private static func file(_ text: String) throws -> String {
    let path = try Program.temporaryFolder() + "/settings.yml"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private static func refusal(_ sources: SettingSources) -> String {
    do {
      _ = try Settings(sources)
      return ""
    } catch {
      return "\((error as? Complaint)?.status == .settings ? "" : "other: ")\(error)"
    }
  }

  @Test func everythingHasADefaultThatRuns() throws {
    let settings = try Settings(SettingSources(environment: [:]))
    #expect(settings.data == "./data")
    #expect(settings.listen == HostAndPort(host: "127.0.0.1", port: 8080))
    #expect(settings.smtp == nil)
    #expect(settings.database == .sqlite(path: "./data/otklik.db"))
    #expect(settings.metricsToken == nil)
  }

  /// File below environment below command line, each alone and all together.
  @Test(
    arguments: [
      (file: nil, environment: nil, option: nil, expected: "info"), (file: "debug", environment: nil, option: nil, expected: "debug"),
      (file: "debug", environment: "error", option: nil, expected: "error"),
      (file: "debug", environment: nil, option: "trace", expected: "trace"),
      (file: nil, environment: "error", option: "trace", expected: "trace"),
      (file: "debug", environment: "", option: nil, expected: "debug"),
      (file: "debug", environment: "error", option: "trace", expected: "trace"),
    ] as [(file: String?, environment: String?, option: String?, expected: String)])
  func theLaterWins(_ given: (file: String?, environment: String?, option: String?, expected: String)) throws {
    var sources = SettingSources(environment: [:])
    sources.file = try given.file.map { try Self.file("log-level: \($0)\n") }
    if let text = given.environment { sources.environment["OTKLIK_LOG_LEVEL"] = text }
    if let text = given.option { sources.options[.logLevel] = text }
    #expect(try Settings(sources).logLevel.rawValue == given.expected)
  }

  @Test func theFileInTheDataFolderIsFound() throws {
    let path = try Self.file("listen: 127.0.0.1:9000\ntrusted-proxies: [10.0.0.0/8, 192.168.1.1]\nsmtp:\n")
    let data = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let settings = try Settings(SettingSources(environment: ["OTKLIK_DATA": data]))
    #expect(settings.listen.port == 9000)
    #expect(settings.trustedProxies.count == 2)
    #expect(settings.smtp == nil)
  }

  @Test(arguments: [
    ("listn: 127.0.0.1:1\n", "line 1: “listn” is no setting"), ("# first\n\nlisten: [1, 2]\n", "line 3: listen takes one value"),
    ("listen: 8080\n", "line 1: listen is “8080”, but must be HOST:PORT"), ("log-format: xml\n", "line 1: log-format is “xml”"),
    ("listen: 'a\n", "is not YAML"), ("- a\n- b\n", "expected lines like"), ("metrics-token: short\n", "metrics-token must be at least"),
    ("address: desk.example.com\n", "address is “desk.example.com”, but must be like https://"),
    ("trusted-proxies: [10.0.0.0/40]\n", "must be addresses or ranges"), ("database: mysql://x\n", "database must be postgresql://"),
    ("security-contact: somebody\n", "must be a mail address"), ("security-contact: http://a.example\n", "must be a mail address"),
    ("request-patience: 0\n", "must be seconds"), ("request-rate: fast\n", "must be octets a second"),
  ])
  func aWrongFileIsNamedWithItsLine(_ text: String, _ expected: String) throws {
    let path = try Self.file(text)
    let refusal = Self.refusal(SettingSources(file: path, environment: [:]))
    #expect(refusal.contains(expected), "\(refusal)")
    #expect(refusal.hasPrefix(path), "\(refusal)")
  }

  @Test func aNamedFileMustBeThere() {
    #expect(Self.refusal(SettingSources(file: "/nonexistent.yml", environment: [:])).contains("/nonexistent.yml"))
  }

  /// Left out in silence, a desk would run with other settings than its administrator wrote.
  @Test func aFileThatCannotBeReadIsNotLeftOut() throws {
    let data = try Program.temporaryFolder()
    try FileManager.default.createDirectory(atPath: "\(data)/settings.yml", withIntermediateDirectories: true)
    let sources = SettingSources(options: [.data: data], environment: [:])
    #expect(Self.refusal(sources).contains("\(data)/settings.yml"), "\(Self.refusal(sources))")
  }

  @Test func theDataFolderCannotBeSetInsideOfItself() throws {
    let path = try Self.file("data: /elsewhere\n")
    let data = URL(fileURLWithPath: path).deletingLastPathComponent().path
    #expect(Self.refusal(SettingSources(options: [.data: data], environment: [:])).contains("in which this very file was found"))
  }

  @Test func aSecretCanBeInAFile() throws {
    let path = try Self.file("postgresql://desk:hidden@db/desk\n")
    let settings = try Settings(SettingSources(environment: ["OTKLIK_DATABASE_FILE": path]))
    guard case .postgresql(let url) = settings.database else { throw Unexpected(text: "not PostgreSQL") }
    #expect(url.reveal() == "postgresql://desk:hidden@db/desk")
    let both = ["OTKLIK_DATABASE_FILE": path, "OTKLIK_DATABASE": "postgresql://x"]
    #expect(Self.refusal(SettingSources(environment: both)).contains("are both set"))
    #expect(Self.refusal(SettingSources(environment: ["OTKLIK_DATABASE_FILE": "/nonexistent"])).contains("cannot be read"))
  }

  @Test func secretsAreStarredWhereverTheyCameFrom() throws {
    let environment = ["OTKLIK_METRICS_TOKEN": "canary-canary-canary", "OTKLIK_DATABASE": "postgresql://a:canary@h/d"]
    let lines = ShowConfig.lines(of: try Settings(SettingSources(environment: environment)))
    #expect(!"\(lines)".contains("canary"))
    #expect(lines.first { $0.name == "database" }?.value == "•••")
    #expect(lines.first { $0.name == "database" }?.origin == "OTKLIK_DATABASE")
    #expect(lines.count == SettingKey.allCases.count)
  }

  @Test(arguments: [
    ("127.0.0.1:80", "127.0.0.1", 80), (":25", "0.0.0.0", 25), ("[::1]:0", "::1", 0), ("desk:65535", "desk", 65_535),
  ])
  func hostAndPort(_ text: String, _ host: String, _ port: Int) { #expect(HostAndPort(text) == HostAndPort(host: host, port: port)) }

  @Test(arguments: ["", "80", "host", "host:", "host:65536", "host:-1", "::1:80", "host:x"])
  func noHostAndPort(_ text: String) { #expect(HostAndPort(text) == nil) }
}
