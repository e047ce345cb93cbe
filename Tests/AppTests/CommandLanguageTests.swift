import Testing
import Web

@testable import App

/// The command line speaks the language of the terminal, and every option can be a variable.
@Suite struct CommandLanguageTests {
  private static let russian = ["LC_ALL": "", "LANG": "ru_RU.UTF-8"]

  private static func paths(_ path: [CommandTree] = [.root]) -> [[CommandTree]] {
    [path] + path.last!.commands.flatMap { paths(path + [$0]) }
  }
  private static let commands = paths().map { $0.dropFirst().map(\.commandName) }

  @Test(arguments: [
    (["LANG": "ru_RU.UTF-8"], Language.ru), (["LANG": "C"], .en), ([:], .en), (["LANG": "de_DE.UTF-8"], .en), (["LANG": "ru"], .ru),
    (["LC_ALL": "C", "LANG": "ru_RU.UTF-8"], .en), (["LC_MESSAGES": "ru_RU.UTF-8", "LANG": "en_US.UTF-8"], .ru),
    (["LC_ALL": "", "LANG": "ru_RU.UTF-8"], .ru), (["OTKLIK_LANGUAGE": "en", "LC_ALL": "ru_RU.UTF-8"], .en),
    (["OTKLIK_LANGUAGE": "ru", "LC_ALL": "C"], .ru), (["OTKLIK_LANGUAGE": "de", "LANG": "ru_RU.UTF-8"], .ru), (["LANG": "run"], .en),
  ])
  func theLanguageIsThatOfTheTerminal(_ environment: [String: String], _ language: Language) {
    #expect(CommandWords.language(environment) == language)
  }

  @Test(arguments: commands) func helpIsInBothLanguages(_ command: [String]) throws {
    let name = (["otklik"] + command).joined(separator: " ")
    let english = try Program.run(command + ["--help"])
    let russian = try Program.run(command + ["--help"], environment: Self.russian)
    #expect(english.status == 0 && english.output.contains("USAGE: \(name)"), "\(english.output)\(english.errors)")
    #expect(russian.status == 0 && russian.output.contains("ВЫЗОВ: \(name)"), "\(russian.output)\(russian.errors)")
    #expect(english.output.firstMatch(of: /[А-Яа-яЁё]/) == nil)
    for text in [english.output, russian.output] { #expect(!text.contains("command."), "a text is missing: \(text)") }
    // Each line that explains an option or a command is in Russian: names and values alone are Latin.
    let first = russian.output.split(separator: "\n")[0]
    #expect(first.firstMatch(of: /[А-Яа-яЁё]/) != nil, "\(first)")
    #expect(!russian.output.contains("Show help") && !russian.output.contains("OPTIONS"))
  }

  private static let mistakes: [([String], CommandStatus, String, String)] = [
    (
      ["serve", "--lissten"], .usage, "Unknown option “--lissten”. Did you mean “--listen”?",
      "Параметра «--lissten» нет. Может быть, «--listen»?"
    ),
    (["serve", "--wholly-other"], .usage, "Unknown option “--wholly-other”.", "Параметра «--wholly-other» нет."),
    (["serve", "--listen"], .usage, "Missing a value: --listen <host:port>", "Нет значения: --listen <host:port>"),
    (
      ["doctor", "--deep=yes"], .usage, "“--deep” takes no value, but “yes” was given.", "«--deep» не принимает значения, а указано «yes»."
    ),
    (["key", "check", "one"], .usage, "Unexpected: “one”.", "Лишнее: «one»."),
    (["key", "check", "one", "two"], .usage, "Unexpected: “one two”.", "Лишнее: «one two»."),
    (["user", "add"], .usage, "Missing: <email>", "Не указано: <email>"),
    (
      ["bench", "generate", "--tickets", "many"], .usage, "“many” is no value for --tickets <tickets>.",
      "«many» не подходит для --tickets <tickets>."
    ),
    (
      ["migrate", "--dump-schema", "oracle"], .usage, "“oracle” is no value for --dump-schema <engine>. There are: sqlite, postgresql.",
      "«oracle» не подходит для --dump-schema <engine>. Есть: sqlite, postgresql."
    ),
    (["user", "list"], .missing, "There is no desk in", "Системы в"),
    (
      ["serve", "--listen", "here"], .settings, "--listen: listen is “here”, but must be HOST:PORT",
      "--listen: listen — «here», но должно быть HOST:PORT"
    ),
    (["backup", "--data", "/proc/nowhere"], .missing, "There is no desk in /proc/nowhere", "Системы в /proc/nowhere нет"),
    (
      ["serve", "--data", "/proc/nowhere"], .cannotWrite, "the folder cannot be created",
      "папку нельзя создать, или в неё нельзя писать: нет такого"
    ),
    (
      ["serve", "--resources", "/proc"], .resources, "The folders Public and Languages were not found",
      "Не найдены папки Public и Languages"
    ),
  ]

  @Test(arguments: mistakes.indices) func mistakesAreToldInBothLanguages(_ index: Int) throws {
    let (arguments, status, english, russian) = Self.mistakes[index]
    let nowhere = ["OTKLIK_DATA": try Program.temporaryFolder() + "/none"]
    for (sentence, language) in [(english, [:]), (russian, Self.russian)] {
      let result = try Program.run(arguments, environment: nowhere.merging(language) { $1 })
      #expect(result.status == status.rawValue && result.errors.contains(sentence), "\(result.errors)")
    }
  }

  @Test func aDeskIsKeptInRussian() throws {
    let data = try Program.temporaryFolder() + "/data"
    let settings = Self.russian.merging(["OTKLIK_DATA": data]) { $1 }
    let short = try Program.run("setup", "--admin-email", "x", "--admin-password", "short", "--company", " ", environment: settings)
    #expect(
      short.status == CommandStatus.refused.rawValue && short.errors.firstMatch(of: /[A-Za-z]{4,} [a-z]+ [a-z]+/) == nil, "\(short.errors)")
    let done = try Program.run(
      "setup", "--admin-email", "vera@service.example", "--admin-password", "correct horse", "--company", "Ромашка", environment: settings)
    #expect(done.output == "«Ромашка» настроена. Войдите как vera@service.example.\n", "\(done.errors)")
    let found = try Program.run("doctor", environment: settings)
    #expect(found.status == 0 && found.output.contains(/хорошо +База данных цела/), "\(found.output)\(found.errors)")
    let saved = try Program.run("backup", environment: settings)
    #expect(saved.status == 0 && saved.output.contains("копия целая"), "\(saved.errors)")
  }

  /// Every option of every command: none can be forgotten.
  @Test func everyOptionIsAVariable() throws {
    for path in Self.paths() where path.count > 1 {
      let names = path.dropFirst().map(\.commandName)
      var seen: Set<String> = []
      for parameter in path.last!.parameters where parameter.kind != .positional && !parameter.isBuiltIn {
        let variable = try #require(CommandTree.variable(of: parameter, in: path), "\(names) \(parameter.longNames)")
        #expect(seen.insert(variable).inserted, "\(names): two options are \(variable)")
        let name = parameter.longNames[0]
        if parameter.isSetting {
          #expect(name == "settings" || SettingKey(rawValue: name)?.variable == variable, "\(names) --\(name)")
          continue
        }
        let isFlag = parameter.kind == .flag
        let added = isFlag ? "--\(name)" : "--\(name)=1"
        #expect(try EnvironmentOptions.completed(names + ["--", "--\(name)"], [variable: "1"]) == names + [added, "--", "--\(name)"])
        for given in isFlag ? ["--\(name)"] : ["--\(name)", "--\(name)=2"] {
          #expect(try EnvironmentOptions.completed(names + [given], [variable: "1"]) == names + [given])
        }
        #expect(try EnvironmentOptions.completed(names, [variable: ""]) == names)
        guard isFlag else { continue }
        #expect(try EnvironmentOptions.completed(names, [variable: "no"]) == names)
        #expect(throws: Complaint.self) { try EnvironmentOptions.completed(names, [variable: "perhaps"]) }
      }
    }
  }

  @Test func commandsRunFromTheEnvironmentAlone() throws {
    let data = try Program.desk()
    let environment = [
      "OTKLIK_DATA": data, "OTKLIK_USER_NAME": "Борис", "OTKLIK_USER_ROLE": "auditor", "OTKLIK_USER_PASSWORD": "correct horse",
      "OTKLIK_MAILBOX_ADDRESS": "help@service.example", "OTKLIK_MAILBOX_IMAP": "imaps://imap.service.example",
      "OTKLIK_MAILBOX_WITHOUT_TEST": "1", "OTKLIK_MAILBOX_JSON": "1",
    ]
    #expect(try Program.run("user", "add", "boris@service.example", environment: environment).status == 0)
    #expect(try Program.run("user", "list", environment: environment).output.contains("boris@service.example\tБорис\tauditor"))
    let added = try Program.run("mailbox", "add", environment: environment)
    #expect(added.status == 0, "\(added.errors)")
    #expect(try Program.run("mailbox", "list", environment: environment).output.contains("\"address\" : \"help@service.example\""))
    #expect(try !Program.run("doctor", environment: environment).output.contains("is no setting"))
    // The administrator's password is nobody else's.
    let other = try Program.run(
      "user", "add", "x@service.example",
      environment: [
        "OTKLIK_DATA": data, "OTKLIK_USER_NAME": "X", "OTKLIK_ADMIN_PASSWORD": "correct horse",
      ])
    #expect(other.status == CommandStatus.usage.rawValue && other.errors.contains("OTKLIK_USER_PASSWORD"))
  }
}
