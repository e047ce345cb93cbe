import Desk
import Mail
import Secrets
import Storage

/// The people of a message as contacts of the desk.
enum MailAuthor {
  /// People in copy become observers; a message with more of them than this is a circular.
  static let mostCopied = 20

  static func contact(of mail: IncomingMail, in change: Transaction) throws -> MessageAuthor {
    let address = mail.from ?? MailAddress(address: "")
    let contact = try Contact.findOrCreate(email: address.address, name: address.name, in: change)
    return MessageAuthor(actor: .contact(contact.id), name: address.name ?? contact.name, email: EmailAddress.normalized(address.address))
  }

  static func copied(on mail: IncomingMail, own: Set<String>, in change: Transaction) throws -> [Observer] {
    let sender = EmailAddress.normalized(mail.from?.address ?? "")
    var observers: [Observer] = []
    for address in mail.to + mail.cc where address.isUsable && observers.count < mostCopied {
      let plain = EmailAddress.normalized(address.address)
      // `support+token@…` is ours too.
      guard plain != sender, !own.contains(plain), try Mailbox.find(recipient: plain, in: change.db) == nil else { continue }
      if let employee: Int64 = try change.db.value("SELECT id FROM employee WHERE email = \(plain) AND is_active = 1") {
        observers.append(Observer(.employee, employee))
      } else {
        observers.append(Observer(.contact, try Contact.findOrCreate(email: plain, name: address.name, in: change).id))
      }
    }
    return observers
  }
}
