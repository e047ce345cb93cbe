import Desk
import Service
import Storage
import WorkTime

/// A desk of any size with three years behind it: the same one for the same seed and day.
struct BenchDesk {
  /// Tickets in one transaction. More at once touch each page of the large indexes less often.
  private static let atOnce: Int64 = 10_000
  private static let longConversation = 300

  private let world: World
  /// The clock of `world`: in the past until everybody is there.
  private let past: DemoClock
  private let now: Instant
  private let total: Int64
  private let timeline: BenchTimeline
  private var random = BenchRandom(seed: 20_261_122)
  private var cast = BenchCast()
  private var types: [TicketType] = []
  private var priorities: [String: Priority] = [:]
  private var statuses: [StatusCategory: Int64] = [:]
  private var nextMessage: Int64 = 1
  private var files: [BenchTicket.File] = []
  private var originals: [BenchTicket.File] = []

  init(world: World, tickets: Int) {
    var world = world
    now = world.now()
    total = Int64(tickets)
    timeline = BenchTimeline(now: now, total: tickets)
    // Who was there before the first ticket came in before it.
    let clock = DemoClock(timeline.start.adding(milliseconds: -3_600_000))
    world.now = { clock.now }
    self.world = world
    past = clock
  }

  mutating func generate(passwordHash: String) async throws -> BenchFacts {
    let (seeded, total) = (random, Int(total))
    cast = try await world.write { change in
      var random = seeded
      return try BenchCast.enter(of: total, in: change, passwordHash: passwordHash, random: &random)
    }
    let words = try await world.read { try TicketWords.load(in: $0) }
    types = words.types
    priorities = Dictionary(uniqueKeysWithValues: words.priorities.compactMap { priority in priority.key.map { ($0, priority) } })
    statuses = Dictionary(
      uniqueKeysWithValues: StatusCategory.allCases.compactMap { category in words.first(category).map { (category, $0.id) } })
    try keepFiles()
    past.set(now)
    try await fill()
    return try await finish()
  }

  /// The next tickets are thought up while the last ones are written.
  private mutating func fill() async throws {
    var progress = Progress(t("command.backup.tickets"), of: Int(total))
    var next = 1 as Int64
    var chunk = makeChunk(next)
    while true {
      let ready = chunk
      async let written: Void = write(ready)
      next = ready.numbers.upperBound + 1
      if next <= total { chunk = makeChunk(next) }
      try await written
      progress.reach(Int(ready.numbers.upperBound))
      if next > total { return }
    }
  }

  private func write(_ chunk: BenchChunk) async throws {
    try await world.write { change in
      var chunk = chunk
      let db = change.db
      // The indexes over random ids are written to all over.
      if db.dialect == .sqlite { _ = try db.rows("PRAGMA cache_size = -1000000") }
      try chunk.insert(in: db)
      for text in chunk.texts { try Search.add(text.message, subject: text.subject, body: text.body, in: db) }
      let tickets = try db.rows(
        "SELECT * FROM ticket WHERE number BETWEEN \(chunk.numbers.lowerBound) AND \(chunk.numbers.upperBound) ORDER BY number"
      ).map(Ticket.init(row:))
      try SLA.takeOver(tickets, in: change)
    }
  }

  private mutating func makeChunk(_ first: Int64) -> BenchChunk {
    let last = min(first + Self.atOnce - 1, total)
    var chunk = BenchChunk(numbers: first...last)
    for number in first...last { chunk.add(makeTicket(number), random: &random) }
    return chunk
  }

  private mutating func makeTicket(_ number: Int64) -> BenchTicket {
    let opened = timeline.opened(Int(number - 1))
    let ending = ending(number, opened)
    let isLong = number == long
    let life = BenchLife(
      opened: opened, ending: ending, messages: isLong ? Self.longConversation : 3,
      mentions: number % (total / 8 + 1) == total / 16 ? BenchWords.rare : nil, now: now, random: &random)
    let team = random.skewed(cast.teamIDs.count), helper = random.pick(cast.staff[team])
    let isTaken = life.answeredAt != nil || !life.isOpen || random.chance(30)
    let channel: Channel = random.chance(70) ? .mail : random.chance(60) ? .portal : .web
    defer { nextMessage += Int64(life.turns.count) }
    return BenchTicket(
      number: number, firstMessage: nextMessage, life: life, client: cast.clients[random.skewed(cast.clients.count)],
      team: cast.teamIDs[team], assignee: isTaken ? helper : nil, helper: helper, channel: channel,
      mailbox: channel == .mail ? cast.mailboxID : nil, type: types[random.skewed(types.count)].id,
      priority: priority(), statuses: statuses, tags: random.chance(20) ? [cast.tags[random.skewed(cast.tags.count)]] : [],
      observers: random.chance(5) ? [random.pick(cast.staff[random.below(cast.staff.count)]).id] : [],
      file: random.chance(10) ? random.pick(files) : nil, original: random.pick(originals))
  }

  private mutating func priority() -> Priority {
    let key = random.chance(4) ? "critical" : random.chance(15) ? "high" : random.chance(15) ? "low" : "normal"
    return priorities[key]!
  }

  /// A tenth is open, most of it from the last quarter. What came before yesterday has been answered, but for a few.
  private mutating func ending(_ number: Int64, _ opened: Instant) -> StatusCategory {
    guard number != long, number != total, random.share() < (number > total * 3 / 4 ? 0.36 : 0.013) else {
      return number == total || number == long ? .open : .closed
    }
    let ending: StatusCategory = random.pick([
      .new, .new, .new, .open, .open, .open, .open, .open, .open, .waitingForClient, .waitingForClient, .waitingForOthers, .postponed,
    ])
    let isOld = now.milliseconds(since: opened) > 24 * 3_600_000
    return ending == .new && isOld && random.chance(95) ? .open : ending
  }

  /// The ticket with the long conversation: in the middle of the newest quarter.
  private var long: Int64 { total - total / 8 }

  private mutating func keepFiles() throws {
    for number in 1...20 {
      let bytes = Array("Log \(number)\n\(String(repeating: "ok ", count: 100 * number))".utf8)
      files.append(.init(hash: try world.blobs.put(bytes), name: "log-\(number).txt", size: bytes.count))
      let letter = BenchLetter(sender: cast.clients[number].email, subject: "Old \(number)", body: "Text", id: "old\(number)")
        .bytes
      originals.append(.init(hash: try world.blobs.put(letter), name: "", size: letter.count))
    }
  }

  private func finish() async throws -> BenchFacts {
    try await world.write { change in
      try Self.moveSequences(in: change.db)
    }
    return BenchFacts(
      tickets: total, email: BenchCast.email, password: BenchCast.password, newest: total, long: long, rare: BenchWords.rare,
      common: BenchWords.common, madeAt: now)
  }

  /// Rows that brought their ids with them have not moved the sequences that the desk goes on with.
  static func moveSequences(in db: any Database) throws {
    if db.dialect == .postgresql { for statement in sequences { _ = try db.rows(statement) } }
  }

  private static let sequences: [SQL] = [
    "SELECT setval(pg_get_serial_sequence('ticket', 'number'), (SELECT max(number) FROM ticket))",
    "SELECT setval(pg_get_serial_sequence('message', 'id'), (SELECT max(id) FROM message))",
    "SELECT setval(pg_get_serial_sequence('mail', 'id'), (SELECT max(id) FROM mail))",
  ]
}
