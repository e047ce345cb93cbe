import Secrets
import Storage

extension Event.Kind {
  package static let companyAdded = Event.Kind("company.added")
}

extension Company {
  /// - Parameter domains: whoever writes from one of these is recognised as theirs. A domain belongs to one company.
  package static func add(_ name: String, domains: [String] = [], by actor: Actor, in change: Transaction) throws -> Int64 {
    guard !name.allSatisfy(\.isWhitespace) else { throw Refusal.invalid("name", "error.nameMissing") }
    let id: Int64? = try change.db.value(
      """
      INSERT INTO company (public_id, name, sort_name, created_at) VALUES (\(Random.publicID()), \(name), \(name.lowercased()), \(change.now))
      RETURNING id
      """)
    for domain in domains {
      try change.db.run("INSERT INTO company_domain (domain, company_id) VALUES (\(domain.lowercased()), \(id))")
    }
    try change.record(Event(.companyAdded, of: Event.Subject("company", id!), by: actor, facts: ["name": name]))
    return id!
  }
}
