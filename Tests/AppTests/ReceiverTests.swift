import DeskTesting
import Foundation
import Testing

@testable import App

/// The built-in receiver as it is switched on, with senders that are not ours.
@Suite struct ReceiverTests {
  private static func letter(_ subject: String) -> String {
    "From: \(subject)@client.example\r\nTo: help@service.example\r\nSubject: \(subject)\r\nMessage-ID: <\(subject)@client.example>\r\n\r\ntext\r\n"
  }

  /// A desk with a mailbox, and a certificate for `localhost`.
  private static func desk() async throws -> (data: String, certificate: String, key: String) {
    let data = try Program.desk()
    try await Tampering.run("INSERT INTO mailbox (address, language, created_at) VALUES ('help@service.example', 'ru', 0)", in: data)
    let folder = try LocalPeer.folder("receiver")
    try LocalPeer.certificate(in: folder)
    return (data, folder.appending(path: "cert.pem").path(), folder.appending(path: "key.pem").path())
  }

  @Test(.timeLimit(.minutes(2))) func takesMailBySMTPAndLMTPEncryptedAndNot() async throws {
    let (data, certificate, key) = try await Self.desk()
    let server = try Server(
      data: data, "--smtp", "127.0.0.1:0", "--lmtp", "127.0.0.1:0", "--smtp-certificate", certificate, "--smtp-key", key)
    let (smtp, lmtp) = (try #require(server.smtpPort), try #require(server.lmtpPort))
    let help = ["help@service.example"]
    let plain = try MailSender.send(Self.letter("plain"), to: help, by: .smtp, port: smtp)
    #expect(plain.contains("starttls") && plain.contains("refused: {}"), "\(plain)")
    let encrypted = try MailSender.send(Self.letter("encrypted"), to: help, by: .smtp, port: smtp, trusting: certificate)
    #expect(!encrypted.contains("starttls") && encrypted.contains("refused: {}"), "\(encrypted)")
    let both = try MailSender.send(
      Self.letter("local"), to: help + ["nobody@service.example"], by: .lmtp, port: lmtp, trusting: certificate)
    #expect(both.contains("nobody@service.example': (550"), "\(both)")
    // A message of many pieces.
    let long = Self.letter("long") + String(repeating: String(repeating: "x", count: 76) + "\r\n", count: 20_000)
    #expect(try MailSender.send(long, to: help, by: .smtp, port: smtp, trusting: certificate).contains("refused: {}"))
    #expect(server.stop() == 0)
    let kept: [[UInt8]?] = try await Tampering.values("SELECT bytes FROM mail_raw ORDER BY mail_id", in: data)
    let ways = kept.map { bytes in
      String(decoding: bytes ?? [], as: UTF8.self).firstMatch(of: /with ([A-Z]+)/).map { String($0.1) }
    }
    #expect(ways == ["ESMTP", "ESMTPS", "LMTPS", nil], "the last is a file")
    let sizes: [Int64] = try await Tampering.values("SELECT size FROM mail ORDER BY id", in: data)
    #expect(sizes[3] > long.utf8.count)
  }

  @Test(.timeLimit(.minutes(2))) func whereTLSIsRequiredNothingIsTakenInTheClear() async throws {
    let (data, certificate, key) = try await Self.desk()
    let server = try Server(
      data: data, "--smtp", "127.0.0.1:0", "--smtp-certificate", certificate, "--smtp-key", key, "--smtp-tls", "required")
    defer { server.kill() }
    let port = try #require(server.smtpPort)
    #expect(try MailSender.send(Self.letter("clear"), to: ["help@service.example"], by: .smtp, port: port).contains("refused: 530"))
    let sealed = try MailSender.send(Self.letter("sealed"), to: ["help@service.example"], by: .smtp, port: port, trusting: certificate)
    #expect(sealed.contains("refused: {}"))
  }

  @Test func aCertificateThatCannotBeUsedIsSaidAtTheStartAndByTheDoctor() async throws {
    let (data, certificate, _) = try await Self.desk()
    let (_, _, foreign) = try await Self.desk()
    let wrong = ["--data", data, "--smtp-certificate", certificate, "--smtp-key", foreign]
    let start = try Program.run(["serve", "--listen", "127.0.0.1:0", "--smtp", "127.0.0.1:0"] + wrong)
    #expect(
      start.status == CommandStatus.settings.rawValue && start.errors.contains("The key belongs to another certificate"), "\(start.errors)")
    let examined = try Program.run(["doctor"] + wrong)
    #expect(examined.status == 1 && examined.output.contains("The key belongs to another certificate"), "\(examined.output)")
    let missing = try Program.run("doctor", "--data", data, "--smtp-certificate", "/nowhere/cert.pem")
    #expect(missing.status == 1 && missing.output.contains("/nowhere/cert.pem cannot be read"))
  }

  @Test func theDoctorTellsWhenTheCertificateEnds() async throws {
    let (data, certificate, key) = try await Self.desk()
    let soon = try Program.run("doctor", "--data", data, "--smtp-certificate", certificate, "--smtp-key", key)
    #expect(soon.status == 0 && soon.output.contains("note   The certificate of the mail receiver ends at"), "\(soon.output)")
  }

  @Test func settingsThatMeanNothingAreRefused() throws {
    let alone = try Program.run("config", "--smtp-tls", "required")
    #expect(
      alone.status == CommandStatus.settings.rawValue && alone.errors.contains("means nothing without smtp-certificate"), "\(alone.errors)")
  }
}
