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

  func findings() async throws -> [Finding] {
    [address(), modes()] + mailCertificate() + unknownVariables() + (try await database()) + (await readiness()) + [try await clock()]
      + (try await people())
      + (try await jobs())
      + (try await files())
  }

  private func address() -> Finding {
    if let address = desk.settings.address { return .well(t("command.doctor.address", ["address": address])) }
    return .note(t("command.doctor.noAddress"), t("command.doctor.noAddress.advice"))
  }

  private func modes() -> Finding {
    let open = ["", "/otklik.db", "/secret.key", "/files"].filter { name in
      var facts = stat()
      return stat(desk.folder.path + name, &facts) == 0 && facts.st_mode & 0o077 != 0
    }
    if open.isEmpty { return .well(t("command.doctor.closed", ["path": desk.folder.path])) }
    return .bad(
      t("command.doctor.open", ["paths": open.map { desk.folder.path + $0 }.joined(separator: ", ")]),
      "chmod -R go= \(desk.folder.path)")
  }

  /// Days before its end at which a certificate should have been renewed.
  private static let renewal: Int64 = 14

  private func mailCertificate() -> [Finding] {
    guard let certificate = desk.settings.mailEncryption?.certificate else { return [] }
    do {
      let end = Instant(milliseconds: try certificate.expiry() * 1000)
      let now = desk.world.now()
      let advice = t("command.doctor.renew", ["path": certificate.chain])
      if end < now { return [.bad(t("command.doctor.certificateEnded", ["time": end.iso]), advice)] }
      if end < now + .seconds(Self.renewal * 86_400) { return [.note(t("command.doctor.certificateEnds", ["time": end.iso]), advice)] }
      return [.well(t("command.doctor.certificate", ["time": end.iso]))]
    } catch let flaw as TLSCertificate.Flaw {
      return [.bad(t("command.doctor.noEncryption", ["reason": flaw.sentence]), flaw.advice)]
    } catch {
      return [.bad(t("command.doctor.noEncryption", ["reason": "\(error)"]), "")]
    }
  }

  /// A name that is nearly right is silently ignored otherwise.
  private func unknownVariables() -> [Finding] {
    let known = CommandTree.variables.union(["OTKLIK_SETTINGS", "OTKLIK_ADMIN_PASSWORD_FILE", "OTKLIK_USER_PASSWORD_FILE"])
      .union(MailboxKeys.variables).union(SettingKey.allCases.flatMap { [$0.variable, $0.variable + "_FILE"] })
    let strange = ProcessInfo.processInfo.environment.keys.filter { $0.hasPrefix("OTKLIK_") && !known.contains($0) }.sorted()
    return strange.map { .note(t("command.doctor.variable", ["name": $0]), t("command.doctor.variable.advice")) }
  }

  private func database() async throws -> [Finding] {
    guard let store = desk.world.store as? SQLiteStore else { return [.well(t("command.doctor.postgresql"))] }
    let found = try await store.quickCheck()
    if found == ["ok"] { return [.well(t("command.doctor.sound"))] }
    return [
      .bad(
        t("command.damaged", ["detail": found.prefix(3).joined(separator: "; ")]),
        t("command.doctor.damaged.advice"))
    ]
  }

  /// What is looked at, in words for when it is well.
  private static let well = [
    "migrations": t("command.doctor.well.migrations"), "disk": t("command.doctor.well.disk"),
    "mailboxes": t("command.doctor.well.mailboxes"),
    "mail.in": t("command.doctor.well.mailIn"), "mail.out": t("command.doctor.well.mailOut"),
    "mail.queue": t("command.doctor.well.mailQueue"),
    "jobs": t("command.doctor.well.jobs"),
  ]
  /// The same as parts of the desk, for when something is wrong with one.
  private static let parts = [
    "migrations": t("command.doctor.part.migrations"), "disk": t("command.doctor.part.disk"),
    "mailboxes": t("command.doctor.part.mailboxes"),
    "mail.in": t("command.doctor.part.mailIn"), "mail.out": t("command.doctor.part.mailOut"),
    "mail.queue": t("command.doctor.part.mailQueue"), "mail.receiver": t("command.doctor.part.mailIn"),
    "jobs": t("command.doctor.part.jobs"),
  ]

  private func readiness() async -> [Finding] {
    await Readiness.checks(of: desk.world, now: desk.world.now()).filter { $0.name != "database" }.map { check in
      if check.isWell { return .well([Self.well[check.name] ?? check.name, check.detail].filter { !$0.isEmpty }.joined(separator: ": ")) }
      let part = Self.parts[check.name] ?? check.name
      let advice = check.ailment.map { t($0.key, $0.values) } ?? (t.has(check.detail) ? t(check.detail) : "")
      return check.isVital
        ? .bad("\(part): \(check.detail)", advice) : .note(t("command.doctor.notWell", ["name": part]), advice)
    }
  }

  /// A clock that was set back makes deadlines wrong, and nobody sees why.
  private func clock() async throws -> Finding {
    let now = desk.world.now()
    let newest: Instant? = try await desk.world.read { try $0.value("SELECT at FROM event ORDER BY id DESC LIMIT 1") }
    guard let newest, newest > now + .seconds(120) else { return .well(t("command.doctor.clock")) }
    return .bad(
      t("command.doctor.clockBehind", ["time": newest.iso]), t("command.doctor.clockBehind.advice"))
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
    guard profile.isSetUp else { return [.note(t("command.doctor.notSetUp"), t("command.doctor.notSetUp.advice"))] }
    if administrators == 0 {
      return [.bad(t("command.doctor.noAdministrator"), "otklik user role ADDRESS administrator; otklik user password ADDRESS")]
    }
    return [.well(t("command.doctor.administrators", ["name": profile.name, "count": "\(administrators)"]))]
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
      return .note(
        t("command.doctor.jobsFailed", ["count": "\(count)", "kind": kind]),
        t("command.doctor.lastReason", ["reason": error ?? t("command.doctor.unknown")]))
    }
    if let late, late > 0 {
      findings.append(.note(t("command.doctor.jobsLate", ["count": "\(late)"]), t("command.doctor.jobsLate.advice")))
    }
    return findings.isEmpty ? [.well(t("command.doctor.jobs"))] : findings
  }

  private func files() async throws -> [Finding] {
    let named = try await desk.world.read { db in try BackupReader.blobs(in: db) }
    let missing = named.filter { !desk.world.blobs.has($0) }
    var findings: [Finding] = []
    if !missing.isEmpty {
      findings.append(
        .bad(
          t("command.doctor.filesMissing", ["count": "\(missing.count)", "name": missing[0]]),
          t("command.doctor.filesMissing.advice", ["folder": desk.folder.blobs])))
    }
    if isDeep { findings += try damagedFiles() }
    return findings.isEmpty
      ? [.well(t(isDeep ? "command.doctor.filesWhole" : "command.doctor.filesThere", ["count": "\(named.count)"]))] : findings
  }

  private func damagedFiles() throws -> [Finding] {
    let names = try BackupWriter.names(below: desk.folder.blobs)
    var progress = Progress(t("command.files"), of: names.count)
    var findings: [Finding] = []
    for (index, name) in names.enumerated() {
      let path = "\(desk.folder.blobs)/\(name)"
      if try !name.hasSuffix(FileCopy.hash(path)) {
        findings.append(.bad(t("command.doctor.fileDamaged", ["path": path]), t("command.doctor.fileDamaged.advice")))
      }
      progress.reach(index + 1)
    }
    return findings
  }
}
