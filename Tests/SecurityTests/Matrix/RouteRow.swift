import Desk

/// A route, what it takes, and what decides over it.
struct RouteRow: Sendable {
  /// What an address names, and so whose rights decide.
  enum Named: Sendable {
    /// Nothing: the right that the route declares decides alone.
    case nothing
    /// A ticket, and the right that has to hold on it.
    case ticket(Right)
    case message
    case file
    case mail
    case letter
    /// Something of Anna's that nobody else has.
    case annas(String)
    /// A thing that all see who have the right: the parts of the address.
    case known([String: String])
  }

  let method: String
  let path: String
  let access: Access
  let named: Named
  /// Parts of the address that the named thing does not tell.
  var parts: [String: String] = [:]
  var form: [(String, String)] = []
  /// Further questions to the same address: `?view=open`.
  var queries: [String] = []
  /// The form is sent as one with files.
  var isUpload = false
  /// Told apart elsewhere: the answer never ends, or depends on the machine.
  var isApart = false
  /// A right that has to hold besides: of the ticket alone the answer would tell who is a client.
  var alsoNeeds: Right?
  /// There are reasons besides rights to say no: a reply that is not held is not taken back.
  var maySayNo = false

  var key: String { "\(method) \(path)" }
  var changes: Bool { method != "GET" }

  static func get(_ path: String, _ access: Access, _ named: Named = .nothing, _ parts: [String: String] = [:], queries: [String] = [])
    -> RouteRow
  {
    RouteRow(method: "GET", path: path, access: access, named: named, parts: parts, queries: queries)
  }
  static func post(
    _ path: String, _ access: Access, _ named: Named = .nothing, _ form: [(String, String)] = [], _ parts: [String: String] = [:]
  )
    -> RouteRow
  {
    RouteRow(method: "POST", path: path, access: access, named: named, parts: parts, form: form)
  }
  static func put(_ path: String, _ access: Access, _ named: Named, _ form: [(String, String)], _ parts: [String: String] = [:]) -> RouteRow
  {
    RouteRow(method: "PUT", path: path, access: access, named: named, parts: parts, form: form)
  }
  static func delete(_ path: String, _ access: Access, _ named: Named = .nothing, _ parts: [String: String] = [:]) -> RouteRow {
    RouteRow(method: "DELETE", path: path, access: access, named: named, parts: parts)
  }
}

/// One address to ask, and what must come of it.
struct Probe: Sendable {
  enum Expected: Sendable, Equatable {
    /// Let in: whatever comes then, it is no refusal for want of rights.
    case welcome
    /// Let in, though the thing may be gone by now.
    case welcomeOrGone
    case anything
    case notFound
    case forbidden
  }
  let path: String
  let expected: Expected
}

extension RouteRow {
  /// Everything that this person is made to ask of this route.
  func probes(of person: Person, on desk: SecretDesk) -> [Probe] {
    let all = addresses(person, desk)
    guard isAdmitted(person) else { return all.map { Probe(path: $0.path, expected: .forbidden) } }
    return maySayNo ? all.map { $0.expected == .welcome ? Probe(path: $0.path, expected: .anything) : $0 } : all
  }

  func isAdmitted(_ person: Person) -> Bool {
    switch access {
    case .anyone, .setup: true
    case .signedIn: person != .stranger
    case .right(let right): person.rights[right] != nil
    }
  }

  private func addresses(_ person: Person, _ desk: SecretDesk) -> [Probe] {
    switch named {
    case .nothing: ([""] + queries.map { "?" + $0 }).map { Probe(path: address([:]) + $0, expected: .welcome) }
    case .known(let parts): [Probe(path: address(parts), expected: .welcomeOrGone)] + missing(parts)
    case .annas(let id): [Probe(path: address(["id": id]), expected: .notFound)] + missing(["id": id])
    default: Place.allCases.flatMap { ofTicket($0, desk.tickets[$0]!, person) } + loose(person, desk) + missing(["number": "1", "id": "1"])
    }
  }

  private func ofTicket(_ place: Place, _ ticket: SecretDesk.Ticket, _ person: Person) -> [Probe] {
    let seen: Probe.Expected = place.isSeen(by: person) ? .welcome : .notFound
    let notes: Probe.Expected = place.showsNotes(to: person) ? .welcome : .notFound
    func probe(_ id: String, _ expected: Probe.Expected) -> Probe { Probe(path: address(["id": id]), expected: expected) }
    switch named {
    case .ticket(let right):
      let isAllowed = (place.allows(right, to: person) || right == .viewTickets) && (alsoNeeds.map { person.rights[$0] != nil } ?? true)
      let expected: Probe.Expected = seen == .notFound || isAllowed ? seen : .forbidden
      let path = address(["number": String(ticket.number), "id": String(ticket.message)])
      return ([""] + queries.map { "?" + $0 }).map { Probe(path: path + $0, expected: expected) }
    case .message: return [probe(String(ticket.message), seen), probe(String(ticket.note), notes)]
    case .file: return [probe(ticket.file, seen), probe(ticket.noteFile, notes)]
    case .mail: return [probe(String(ticket.mail), seen), probe(String(ticket.noteMail), notes)]
    case .letter:
      return [probe(String(ticket.letter), sending(seen, place, person)), probe(String(ticket.noteLetter), sending(notes, place, person))]
    default: return []
    }
  }

  /// Sending a letter again is answering.
  private func sending(_ seen: Probe.Expected, _ place: Place, _ person: Person) -> Probe.Expected {
    changes && seen == .welcome && !place.allows(.replyToTickets, to: person) ? .forbidden : seen
  }

  private func loose(_ person: Person, _ desk: SecretDesk) -> [Probe] {
    guard case .mail = named else { return [] }
    return [Probe(path: address(["id": String(desk.looseMail)]), expected: person.rights[.viewMail] == nil ? .forbidden : .welcome)]
  }

  /// What is not there, in all the ways in which an address can be wrong.
  private func missing(_ parts: [String: String]) -> [Probe] {
    guard path.contains(":id") || path.contains(":number") else { return [] }
    return ["999999", "0", "9223372036854775807", "x"].map { wrong in
      Probe(path: address(parts.merging(["id": wrong, "number": wrong].filter { parts[$0.key] != nil }) { $1 }), expected: .notFound)
    }
  }

  private func address(_ told: [String: String]) -> String {
    let pieces = path.split(separator: "/").map { piece in
      piece.hasPrefix(":") ? (parts[String(piece.dropFirst())] ?? told[String(piece.dropFirst())] ?? "1") : String(piece)
    }
    return "/" + pieces.joined(separator: "/")
  }
}
