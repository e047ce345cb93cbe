import Storage

/// The conversation of a ticket with the changes between its messages, as one reader may see it.
struct Timeline: Sendable {
  /// Which part of a long conversation, and what of it.
  struct Window: Sendable, Equatable {
    enum Shown: String, Sendable, CaseIterable { case all, conversation, notes, changes }

    /// How many of the newest messages.
    var last = Timeline.page
    /// Only messages before this one: further back than `Timeline.most` a page shows a part without the end.
    var before: Int64?
    var shown = Shown.all
  }

  enum Item: Sendable {
    case message(Message, [Attachment])
    case change(ChangeLine)

    var at: Instant {
      switch self {
      case .message(let message, _): message.createdAt
      case .change(let line): line.event.at
      }
    }
  }

  static let page = 30
  static let most = 500

  let number: Int64
  let window: Window
  let items: [Item]
  /// The oldest message shown, when there are older ones.
  let earlierThan: Int64?
  /// The newest message of the ticket, shown or not: what a reply is checked against.
  let newest: Int64
  /// There is a composer into which a message can be quoted.
  let mayAnswer: Bool
}

extension Timeline {
  static func load(_ ticket: Ticket, _ window: Window, words: TicketWords, for agent: Agent, in db: any Database) throws -> Timeline {
    let limit = min(max(window.last, page), most)
    let found = try agent.shownMessages(of: ticket, window, limit: limit + 1, in: db)
    let messages = Array(found.prefix(limit))
    let files = try agent.attachments(of: messages.map(\.id), in: db)
    let events = try agent.shownEvents(
      of: ticket, window, from: found.count > limit ? messages.last?.createdAt : nil, to: bound(window, messages), in: db)
    let names = try EventNames.load(for: events, words: words, in: db)
    // The oldest first: what happened at one instant stays in its order, a message before what followed from it.
    let items =
      messages.reversed().map { Item.message($0, files[$0.id] ?? []) }
      + events.reversed().map { Item.change(ChangeLine(event: $0, names: names)) }
    let newest: Int64? = try db.value("SELECT max(id) FROM message WHERE ticket_number = \(ticket.number)")
    return Timeline(
      number: ticket.number, window: window, items: items.sorted { $0.at < $1.at },
      earlierThan: found.count > limit ? messages.last?.id : nil, newest: newest ?? 0,
      mayAnswer: agent.mayDo(.replyToTickets, to: ticket) || agent.mayDo(.noteOnTickets, to: ticket))
  }

  /// A page of the past ends with its newest message.
  private static func bound(_ window: Window, _ messages: [Message]) -> Instant? {
    window.before == nil ? nil : messages.first?.createdAt
  }
}

extension Agent {
  /// The newest first.
  fileprivate func shownMessages(of ticket: Ticket, _ window: Timeline.Window, limit: Int, in db: any Database) throws -> [Message] {
    guard window.shown != .changes else { return [] }
    let seesNotes = try seesNotes(of: ticket.number, in: db)
    var kinds: SQL = seesNotes ? "" : " AND kind = 'public'"
    if window.shown == .conversation { kinds = " AND kind = 'public'" }
    if window.shown == .notes { kinds = seesNotes ? " AND kind = 'note'" : " AND 1 = 0" }
    return try db.rows(
      """
      SELECT id, ticket_number, kind, author_kind, author_id, author_name, author_email, channel, created_at, html, text,
        is_verified, recipients, delivery, delivery_note, send_at, mail_id
      FROM message WHERE ticket_number = \(ticket.number) AND id < \(window.before ?? .max)\(kinds) ORDER BY id DESC LIMIT \(limit)
      """
    ).map(Message.init)
  }

  /// Events that no message of the conversation tells already, within the time that is shown.
  fileprivate func shownEvents(
    of ticket: Ticket, _ window: Timeline.Window, from: Instant?, to: Instant?, in db: any Database
  ) throws -> [Event] {
    guard window.shown == .all || window.shown == .changes else { return [] }
    let limit = window.shown == .changes ? 200 : 60
    // Deadlines follow every status: the history tells of each, the conversation of those that a person set.
    let rest: SQL = window.shown == .changes ? .empty : " AND (kind <> 'sla.recounted' OR actor_kind = 'employee')"
    return try db.rows(
      """
      SELECT * FROM event WHERE subject_kind = 'ticket' AND subject_id = \(ticket.number)
        AND kind NOT IN (\(list: Event.Kind.messages))\(rest) AND at >= \(from ?? Instant(milliseconds: 0)) AND at <= \(to ?? Instant(milliseconds: .max))
      ORDER BY id DESC LIMIT \(limit)
      """
    ).map(Event.init)
  }
}

extension Event.Kind {
  /// What the messages themselves show.
  static let messages: [Event.Kind] = [
    .ticketOpened, .replied, .replyHeld, .replyTakenBack, .clientWrote, .noted, Event.Kind("mail.sent"), Event.Kind("mail.failed"),
    Event.Kind("mail.bounced"),
  ]
}
