import Desk
import Storage
import WorkTime

/// Some hundred tickets with all that hangs on them, made ready to be inserted.
struct BenchChunk: Sendable {
  struct Text: Sendable {
    let message: Int64
    let subject: String
    let body: String
  }

  let numbers: ClosedRange<Int64>
  private(set) var texts: [Text] = []
  private(set) var counts: [String: Int64] = [:]

  private var tickets = BulkRows(
    """
    ticket (number, subject, type_id, priority_id, priority_weight, status_id, category, is_open, status_since, channel,
      requester_id, company_id, assignee_id, team_id, mailbox_id, created_at, updated_at, completed_at, closed_at, answered_at,
      awaiting_since, due_sort, next_at, message_count, has_attachments, preview, rev)
    """)
  private var messages = BulkRows(
    """
    message (id, ticket_number, kind, author_kind, author_id, author_name, author_email, channel, created_at, source, html,
      text, recipients, delivery, delivered_at, mail_id)
    """)
  private var events = BulkRows("event (at, kind, subject_kind, subject_id, actor_kind, actor_id, changes, facts)")
  private var mails = BulkRows(
    """
    mail (id, mailbox_id, hash, message_id, from_email, from_name, subject, size, received_at, outcome, ticket_number, handled_at,
      subject_key)
    """)
  private var originals = BulkRows("mail_raw (mail_id, blob)")
  private var files = BulkRows(
    "attachment (public_id, ticket_number, message_id, blob, name, content_type, size, is_public, created_at)")
  private var tags = BulkRows("ticket_tag (ticket_number, tag_id)")
  private var observers = BulkRows("ticket_observer (ticket_number, kind, observer_id)")

  init(numbers: ClosedRange<Int64>) { self.numbers = numbers }

  /// Everything but the search index and the clocks, which their features write.
  mutating func insert(in db: any Database) throws {
    try tickets.insert(in: db)
    try mails.insert(in: db)
    try originals.insert(in: db)
    try messages.insert(in: db)
    try events.insert(in: db)
    try files.insert(in: db)
    try tags.insert(in: db)
    try observers.insert(in: db)
    for (bucket, count) in counts.sorted(by: { $0.key < $1.key }) {
      try db.run(
        """
        INSERT INTO ticket_count (bucket, shard, count) VALUES (\(bucket), 0, \(count))
        ON CONFLICT (bucket, shard) DO UPDATE SET count = ticket_count.count + excluded.count
        """)
    }
  }

  mutating func add(_ ticket: BenchTicket, random: inout BenchRandom) {
    let (life, number) = (ticket.life, ticket.number)
    let assignee = ticket.assignee?.id
    tickets.add(
      """
      \(number), \(life.subject), \(ticket.type), \(ticket.priority.id), \(ticket.priority.weight), \(ticket.status),
      \(life.category), \(life.isOpen), \(life.stays.last!.at), \(ticket.channel), \(ticket.client.id), \(ticket.client.company),
      \(assignee), \(ticket.team), \(ticket.mailbox), \(life.turns[0].at), \(life.updatedAt), \(ticket.completedAt), \(ticket.closedAt),
      \(life.answeredAt), \(life.awaitingSince), \(Int64.max), \(ticket.nextAt), \(life.turns.count), \(ticket.file != nil),
      \(ticket.preview), \(life.turns.count + life.stays.count)
      """)
    count(life, assignee: assignee, team: ticket.team)
    for (index, turn) in life.turns.enumerated() { add(turn, index, of: ticket, random: &random) }
    record(ticket)
    for tag in ticket.tags { tags.add("\(number), \(tag)") }
    for observer in ticket.observers { observers.add("\(number), 'employee', \(observer)") }
  }

  private mutating func count(_ life: BenchLife, assignee: Int64?, team: Int64) {
    let buckets = life.isOpen ? ["open", assignee.map { "mine:\($0)" } ?? "free", "team:\(team)"] : ["done"]
    for bucket in buckets { counts[bucket, default: 0] += 1 }
  }

  private mutating func add(_ turn: BenchLife.Turn, _ index: Int, of ticket: BenchTicket, random: inout BenchRandom) {
    let id = ticket.firstMessage + Int64(index)
    let isClient = turn.voice == .client
    let agent = ticket.assignee ?? ticket.helper
    let mail = isClient && ticket.channel == .mail ? id : nil
    if let mail { add(mail: mail, turn, isFirst: index == 0, of: ticket, random: &random) }
    let goesOut = turn.voice == .agent && ticket.channel == .mail
    messages.add(
      """
      \(id), \(ticket.number), \(turn.voice == .note ? Message.Kind.note : .public), \(isClient ? "contact" : "employee"),
      \(isClient ? ticket.client.id : agent.id), \(isClient ? ticket.client.name : agent.name), \(isClient ? ticket.client.email : agent.email),
      \(isClient ? ticket.channel : .web), \(turn.at), \(turn.text), \("<p>\(turn.text)</p>"), \(turn.text),
      \(goesOut ? "[\"\(ticket.client.email)\"]" : "[]"), \(goesOut ? Message.Delivery.sent : .none), \(goesOut ? turn.at : nil), \(mail)
      """)
    if index == 0, let file = ticket.file {
      files.add(
        "\(random.publicID()), \(ticket.number), \(id), \(file.hash), \(file.name), 'text/plain', \(file.size), \(true), \(turn.at)")
    }
    texts.append(Text(message: id, subject: index == 0 ? ticket.life.subject : "", body: turn.text))
  }

  private mutating func add(mail: Int64, _ turn: BenchLife.Turn, isFirst: Bool, of ticket: BenchTicket, random: inout BenchRandom) {
    let subject = isFirst ? ticket.life.subject : "Re: \(ticket.life.subject)"
    mails.add(
      """
      \(mail), \(ticket.mailbox), \(random.publicID() + random.publicID()), \("\(random.publicID())@client.example"), \(ticket.client.email),
      \(ticket.client.name), \(subject), \(ticket.original.size), \(turn.at), \(isFirst ? "ticket" : "followUp"), \(ticket.number), \(turn.at),
      \(String(ticket.life.subject.lowercased().prefix(100)))
      """)
    originals.add("\(mail), \(ticket.original.hash)")
  }

  /// In the order in which it happened, as the verbs would have recorded it.
  private mutating func record(_ ticket: BenchTicket) {
    for event in ticket.events {
      events.add(
        """
        \(event.at), \(event.kind), 'ticket', \(ticket.number), \(event.actor.kind), \(event.actor.id), \(event.changes), \(event.facts)
        """)
    }
  }
}
