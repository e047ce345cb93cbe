import DeskTesting
import Foundation
import Testing

@testable import App

/// Mailboxes from the command line, with real servers.
@Suite struct MailboxCommandTests {
  private let refused = CommandStatus.refused.rawValue

  @Test func aMailboxIsTriedAddedListedAndRemoved() throws {
    let (dovecot, sink, data) = (try Dovecot.start(users: ["help": "secret"]), try SMTPSink.start(), try Program.desk())
    defer { dovecot.stop() }
    let (imap, smtp) = ("imap://127.0.0.1:\(dovecot.port)?security=none", "smtp://127.0.0.1:\(sink.port)?security=none")
    let add = [
      "mailbox", "add", "--data", data, "--address", "Help@Service.example", "--imap", imap, "--smtp", smtp, "--user", "help",
      "--smtp-without-login",
    ]
    let wrong = try Program.run(add, environment: ["OTKLIK_MAILBOX_PASSWORD": "wrong"])
    #expect(wrong.status == refused && wrong.errors.contains("login or password is wrong"))
    #expect(!wrong.errors.contains("wrong\"") && !wrong.output.contains("secret"))
    let added = try Program.run(add + ["--team", "Support"], environment: ["OTKLIK_MAILBOX_PASSWORD": "secret"])
    // The first team has the name that the set-up gave it.
    #expect(added.status == refused && added.errors.contains("There are:"))
    let right = try Program.run(add, environment: ["OTKLIK_MAILBOX_PASSWORD": "secret"])
    #expect(right.status == 0, "\(right.errors)")
    #expect(right.errors.contains("the folder is open"))
    let list = try Program.run(["mailbox", "list", "--json", "--data", data])
    #expect(list.output.contains("help@service.example") && list.output.contains(String(dovecot.port)) && !list.output.contains("secret"))
    #expect(try Program.run(["mailbox", "test", "help@service.example", "--data", data]).status == 0)
    #expect(try Program.run(add, environment: ["OTKLIK_MAILBOX_PASSWORD": "secret"]).errors.contains("already"))
    #expect(try Program.run(["mailbox", "remove", "help@service.example", "--data", data]).status == 0)
    #expect(try Program.run(["mailbox", "test", "help@service.example", "--data", data]).status == refused)
    #expect(try sink.messages().isEmpty)
  }

  @Test func aMailboxThatCannotBeIsRefusedInWords() throws {
    let data = try Program.desk()
    let noServer = try Program.run(["mailbox", "add", "--data", data, "--address", "x@service.example"])
    #expect(noServer.status == refused && noServer.errors.contains("Enter a server"))
    let noURL = try Program.run(["mailbox", "add", "--data", data, "--address", "x@service.example", "--imap", "ftp://x"])
    #expect(noURL.status != 0 && noURL.errors.contains("--imap must be like"))
  }
}
