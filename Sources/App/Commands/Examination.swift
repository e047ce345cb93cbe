import Desk
import Foundation
import Storage
import StorageSQLite
import TLS
import Web

/// What `otklik doctor` looks at.
struct Examination {
  let desk: OpenDesk
  let isDeep: Bool

  private var words: Words { desk.world.translations[.en] }

  func findings() async throws -> [Finding] {
    [address(), modes()] + mailCertificate() + unknownVariables() + (try await database()) + (await readiness()) + [try await clock()]
      + (try await people())
      + (try await jobs())
      + (try await files())
  }

  private func address() -> Finding {
    if let address = desk.settings.address { return .well("The desk's address is \(address).") }
    return .note("No public address is set.", "Set address (OTKLIK_ADDRESS=https://…): links in mails and secure cookies need it.")
  }

  private func modes() -> Finding {
    let open = ["", "/otklik.db", "/secret.key", "/files"].filter { name in
      var facts = stat()
      return stat(desk.folder.path + name, &facts) == 0 && facts.st_mode & 0o077 != 0
    }
    if open.isEmpty { return .well("\(desk.folder.path) is its owner's alone.") }
    return .bad(
      "Other users of the machine can read: \(open.map { desk.folder.path + $0 }.joined(separator: ", ")).",
      "chmod -R go= \(desk.folder.path)")
  }

  /// Days before its end at which a certificate should have been renewed.
  private static let renewal: Int64 = 14

  private func mailCertificate() -> [Finding] {
    guard let certificate = desk.settings.mailEncryption?.certificate else { return [] }
    do {
      let end = Instant(milliseconds: try certificate.expiry() * 1000)
      let now = desk.world.now()
      let advice = "Renew \(certificate.chain). The receiver reads it anew for each connection: no restart is needed."
      if end < now { return [.bad("The certificate of the mail receiver ended at \(end.iso).", advice)] }
      if end < now + .seconds(Self.renewal * 86_400) { return [.note("The certificate of the mail receiver ends at \(end.iso).", advice)] }
      return [.well("The mail receiver encrypts; its certificate ends at \(end.iso).")]
    } catch let flaw as TLSCertificate.Flaw {
      return [.bad("The mail receiver cannot encrypt. \(flaw.sentence)", flaw.advice)]
    } catch {
      return [.bad("The mail receiver cannot encrypt: \(error)", "")]
    }
  }

  /// A name that is nearly right is silently ignored otherwise.
  private func unknownVariables() -> [Finding] {
    let more =
      ["OTKLIK_SETTINGS", "OTKLIK_ADMIN_PASSWORD", "OTKLIK_ADMIN_PASSWORD_FILE"]
      + EnvironmentOptions.names.map(EnvironmentOptions.variable) + MailboxKeys.variables
    let known = Set(SettingKey.allCases.flatMap { [$0.variable, $0.variable + "_FILE"] } + more)
    let strange = ProcessInfo.processInfo.environment.keys.filter { $0.hasPrefix("OTKLIK_") && !known.contains($0) }.sorted()
    return strange.map { .note("The variable \($0) is set, but is no setting.", "`otklik config` lists the settings.") }
  }

  private func database() async throws -> [Finding] {
    guard let store = desk.world.store as? SQLiteStore else { return [.well("PostgreSQL answers.")] }
    let found = try await store.quickCheck()
    if found == ["ok"] { return [.well("The database is sound.")] }
    return [
      .bad(
        "The database is damaged: \(found.prefix(3).joined(separator: "; "))",
        "Stop the desk, keep the folder, and restore the latest backup into a new one: otklik restore BACKUP --data NEW")
    ]
  }

  /// What is looked at, in words for when it is well.
  private static let well = [
    "migrations": "The schema is this version's.", "disk": "There is space on the disk", "mailboxes": "A mailbox is connected.",
    "mail.in": "Mail is fetched.", "mail.out": "Mail is sent.", "mail.queue": "No mail has waited for long.",
    "jobs": "No work has waited for long.",
  ]

  private func readiness() async -> [Finding] {
    await Readiness.checks(of: desk.world, now: desk.world.now()).filter { $0.name != "database" }.map { check in
      if check.isWell { return .well([Self.well[check.name] ?? check.name, check.detail].filter { !$0.isEmpty }.joined(separator: ": ")) }
      let advice = check.ailment.map { words($0.key, $0.values) } ?? (words.has(check.detail) ? words(check.detail) : "")
      return check.isVital ? .bad("\(check.name): \(check.detail)", advice) : .note("\(check.name): not well.", advice)
    }
  }

  /// A clock that was set back makes deadlines wrong, and nobody sees why.
  private func clock() async throws -> Finding {
    let now = desk.world.now()
    let newest: Instant? = try await desk.world.read { try $0.value("SELECT at FROM event ORDER BY id DESC LIMIT 1") }
    guard let newest, newest > now + .seconds(120) else { return .well("The clock agrees with what was written last.") }
    return .bad(
      "The clock is behind: the newest event is of \(newest.iso).", "Set the machine's clock, and let it be kept: timedatectl set-ntp true")
  }

  private func people() async throws -> [Finding] {
    let (profile, administrators) = try await desk.world.read { db -> (DeskProfile, Int64) in
      let count: Int64? = try db.value(
        """
        SELECT count(*) FROM employee e JOIN role_right r ON r.role_id = e.role_id AND r.right_key = \(Right.changePeople)
        WHERE e.is_active = 1 AND e.password_hash IS NOT NULL
        """)
      return (try DeskProfile.load(in: db), count ?? 0)
    }
    guard profile.isSetUp else { return [.note("The desk is not set up yet.", "Open the address in a browser, or use otklik setup.")] }
    if administrators == 0 {
      return [.bad("No administrator can sign in.", "otklik user role ADDRESS administrator; otklik user password ADDRESS")]
    }
    return [.well("“\(profile.name)” has \(administrators) who may administer it.")]
  }

  private func jobs() async throws -> [Finding] {
    let now = desk.world.now()
    let failed: [Row] = try await desk.world.read { db in
      try db.rows(
        "SELECT kind, count(*) AS count, max(last_error) AS error FROM job WHERE failed_at IS NOT NULL GROUP BY kind ORDER BY kind")
    }
    let late: Int64? = try await desk.world.read { db in
      try db.value("SELECT count(*) FROM job WHERE failed_at IS NULL AND run_at < \(now.adding(milliseconds: -600_000))")
    }
    var findings: [Finding] = try failed.map { row in
      let (kind, count, error): (String, Int64, String?) = (try row[0], try row[1], try row[2])
      return .note("\(count) jobs \(kind) were given up.", "The last reason: \(error ?? "unknown")")
    }
    if let late, late > 0 { findings.append(.note("\(late) jobs are more than 10 minutes late.", "Does otklik serve run?")) }
    return findings.isEmpty ? [.well("No job is late or was given up.")] : findings
  }

  private func files() async throws -> [Finding] {
    let named = try await desk.world.read { db in try BackupReader.blobs(in: db) }
    let missing = named.filter { !desk.world.blobs.has($0) }
    var findings: [Finding] = []
    if !missing.isEmpty {
      findings.append(
        .bad("\(missing.count) files are not there, the first: \(missing[0]).", "Copy them from a backup into \(desk.folder.blobs)."))
    }
    if isDeep { findings += try damagedFiles() }
    return findings.isEmpty ? [.well("All \(named.count) files are there\(isDeep ? " and are what they were" : "").")] : findings
  }

  private func damagedFiles() throws -> [Finding] {
    let names = try BackupWriter.names(below: desk.folder.blobs)
    var progress = Progress("files", of: names.count)
    var findings: [Finding] = []
    for (index, name) in names.enumerated() {
      let path = "\(desk.folder.blobs)/\(name)"
      if try !name.hasSuffix(FileCopy.hash(path)) { findings.append(.bad("\(path) is damaged.", "Copy it from a backup.")) }
      progress.reach(index + 1)
    }
    return findings
  }
}
