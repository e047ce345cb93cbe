import Desk
import Storage

/// Tickets opened through the verb that every channel uses, each durable before the next of its client begins.
struct BenchCreate {
  let world: World
  let count: Int
  let clients: Int

  private static let warmUp = 500

  func run() async throws -> Measured {
    let people = try await world.read { try BenchClient.some(in: $0) }
    try await open(Self.warmUp, people, salt: 1)
    let last: Int64 = try await world.read { try $0.value("SELECT max(number) FROM ticket") ?? 0 }
    let watch = Measured.Stopwatch()
    let spans = try await open(count, people, salt: 2)
    var measured = watch.stop(after: count)
    measured.take(milliseconds: spans)
    let raw = try await RawRows.load(after: last, count: count, from: world)
    let rate = try await raw.write(to: world, atOnce: clients)
    measured.rawPerSecond = rate
    measured.ofRaw = measured.perSecond / rate
    return measured
  }

  @discardableResult
  private func open(_ count: Int, _ people: [BenchClient], salt: UInt64) async throws -> [Double] {
    try await withThrowingTaskGroup(of: [Double].self) { group in
      for client in 0..<clients {
        group.addTask {
          var random = BenchRandom(seed: salt << 32 + UInt64(client)), spans: [Double] = []
          for _ in stride(from: client, to: count, by: clients) {
            let (new, author) = random.pick(people).ticket(&random)
            let start = ContinuousClock.now
            _ = try await world.write { try Ticket.open(new, by: author, in: $0).number }
            spans.append(start.duration(to: .now) / .milliseconds(1))
          }
          return spans
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
  }
}

/// Somebody who writes to the desk.
struct BenchClient: Sendable {
  let id: Int64
  let company: Int64?
  let name: String
  let email: String

  static func some(in db: any Database) throws -> [BenchClient] {
    try db.rows(
      """
      SELECT c.id, c.company_id, c.name, m.email FROM contact c JOIN contact_email m ON m.contact_id = c.id ORDER BY c.id LIMIT 20000
      """
    ).map { BenchClient(id: try $0[0], company: try $0[1], name: try $0[2], email: try $0[3]) }
  }

  func ticket(_ random: inout BenchRandom) -> (NewTicket, MessageAuthor) {
    let text = BenchWords.russian.question(&random)
    var new = NewTicket(
      subject: BenchWords.russian.subject(&random), body: MessageBody(source: text, html: "<p>\(text)</p>", text: text), channel: .api)
    (new.requesterID, new.companyID) = (id, company)
    return (new, MessageAuthor(actor: .contact(id), name: name, email: email))
  }
}
