import Foundation
import Storage
import Web

/// Who a ticket is for, as somebody wrote it: chosen from a list, named, given by address, or new.
struct NamedClient: Sendable {
  /// A name, an address, or both as mail programs write them.
  let requester: String
  /// The id that was chosen for the text, or "new".
  let contact: String?
  /// The address of a new contact.
  let email: String
  let companyName: String
  let company: String?

  init(requester: String, contact: String?, email: String = "", companyName: String = "", company: String? = nil) {
    self.requester = requester
    self.contact = contact
    self.email = email
    self.companyName = companyName
    self.company = company
  }

  init(_ form: Form) {
    self.init(
      requester: form.text("requester"), contact: form.raw("contact"), email: form.text("contactEmail"),
      companyName: form.text("companyName"), company: form.raw("company"))
  }

  /// "Olga <olga@a.example>" and "olga@a.example".
  var mailbox: (name: String, address: String)? {
    guard requester.contains("@") else { return nil }
    guard let open = requester.lastIndex(of: "<"), requester.hasSuffix(">") else { return ("", requester) }
    let name = requester[..<open].trimmingCharacters(in: CharacterSet.whitespaces.union(CharacterSet(charactersIn: "\"")))
    return (name, String(requester[requester.index(after: open)...].dropLast()))
  }
}

extension Agent {
  typealias ClientIDs = (requester: Int64?, company: Int64?)

  /// The client that was meant; a new one is added, by those who may.
  func client(_ named: NamedClient, in change: Transaction) throws -> ClientIDs {
    var problems = Problems()
    let known = try problems.of { try knownRequester(named, in: change.db) } ?? nil
    let usual: Int64? = try known.flatMap {
      try change.db.value("SELECT company_id FROM contact WHERE id = \($0) AND company_id IS NOT NULL")
    }
    let company = try problems.of { try self.company(named, usual: usual, in: change) } ?? nil
    guard problems.list.isEmpty else { throw Refusal.invalid(problems.list) }
    if let known { return (known, company ?? usual) }
    guard !named.requester.isEmpty else { return (nil, company) }
    let added = try add(named, company: company, in: change)
    return (added, try company ?? change.db.value("SELECT company_id FROM contact WHERE id = \(added) AND company_id IS NOT NULL"))
  }

  /// - Returns: `nil` for nobody, and for somebody who is to be added.
  func knownRequester(_ named: NamedClient, in db: any Database) throws -> Int64? {
    if named.requester.isEmpty { return nil }
    // By whether it is taken, an address says whether there is such a client.
    try require(.viewClients)
    if let (_, address) = named.mailbox {
      guard EmailAddress.isPlausible(EmailAddress.normalized(address)) else {
        throw Refusal.invalid("requester", "clients.badEmail", ["email": String(address.prefix(100))])
      }
      return try db.value("SELECT contact_id FROM contact_email WHERE email = \(EmailAddress.normalized(address))")
    }
    if named.contact == "new" { return nil }
    let found: [Int64] = try db.values("SELECT id FROM contact WHERE sort_name = \(SearchKey.of(named.requester)) ORDER BY id LIMIT 100")
    // The id counts only while the text beside it still names the same person.
    if let chosen = named.contact.flatMap({ Int64($0) }), found.contains(chosen) { return chosen }
    let name = ["name": String(named.requester.prefix(100))]
    guard let first = found.first else { throw Refusal.invalid("requester", "newTicket.unknownContact", name) }
    guard found.count == 1 else { throw Refusal.invalid("requester", "newTicket.severalContacts", name) }
    return first
  }

  /// - Parameter usual: the requester's own company, meant before others of its name.
  func company(_ named: NamedClient, usual: Int64?, in change: Transaction) throws -> Int64? {
    guard !named.companyName.isEmpty else { return nil }
    // By whether it is taken, a name says whether there is such a client.
    try require(.viewClients)
    let found: [Int64] = try change.db.values(
      "SELECT id FROM company WHERE sort_name = \(SearchKey.of(named.companyName)) ORDER BY id LIMIT 100")
    for wish in [named.company.flatMap({ Int64($0) }), usual] { if let wish, found.contains(wish) { return wish } }
    let name = ["name": String(named.companyName.prefix(100))]
    guard found.count < 2 else { throw Refusal.invalid("companyName", "clients.severalCompanies", name) }
    if let only = found.first { return only }
    guard named.company == "new" else { throw Refusal.invalid("companyName", "newTicket.unknownCompany", name) }
    do {
      return try addCompany(CompanyEdit(name: named.companyName, domains: []), in: change)
    } catch Refusal.invalid(let problems) {
      throw Refusal.invalid(problems.map { .init("companyName", $0.key, $0.values) })
    }
  }

  private func add(_ named: NamedClient, company: Int64?, in change: Transaction) throws -> Int64 {
    let mailbox = named.mailbox
    let address = mailbox?.address ?? named.email
    let name = mailbox.map { $0.name.isEmpty ? EmailAddress.normalized($0.address) : $0.name } ?? named.requester
    guard may(.changeClients) else { throw Refusal.invalid("requester", "newTicket.mayNotAdd") }
    do {
      let edit = ContactEdit(name: name, emails: address.isEmpty ? [] : [address], companyID: company, companyName: named.companyName)
      return try addContact(edit, in: change)
    } catch Refusal.invalid(let problems) {
      // The form of a contact calls its fields otherwise.
      let fields = ["name": "requester", "emails": mailbox == nil ? "contactEmail" : "requester"]
      throw Refusal.invalid(problems.map { .init(fields[$0.field] ?? $0.field, $0.key, $0.values) })
    }
  }
}
