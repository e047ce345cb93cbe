import Desk
import WorkTime

/// The life of one ticket until now: who said what and when, and through which statuses it went.
struct BenchLife {
  enum Voice { case client, agent, note }
  struct Turn {
    let voice: Voice
    let at: Instant
    let text: String
  }

  let subject: String
  let isRussian: Bool
  private(set) var turns: [Turn] = []
  /// The first stay, in the category new, begins with the ticket.
  private(set) var stays: [StatusChange]

  var category: StatusCategory { stays.last!.category }
  var isOpen: Bool { category != .done && category != .closed }
  var answeredAt: Instant? { turns.first { $0.voice == .agent }?.at }
  var updatedAt: Instant { max(turns.last!.at, stays.last!.at) }

  /// The client's oldest message after the last answer, while the ticket is open.
  var awaitingSince: Instant? {
    guard isOpen else { return nil }
    let unanswered = turns.lastIndex { $0.voice == .agent }.map { turns[($0 + 1)...] } ?? turns[1...]
    return unanswered.first { $0.voice == .client }?.at
  }

  private static let minute: Int64 = 60_000
  private static let day: Int64 = 24 * 60 * minute

  /// - Parameters:
  ///   - ending: how the ticket stands now.
  ///   - messages: of the whole conversation.
  ///   - mentions: a word that its first message has to hold.
  init(opened: Instant, ending: StatusCategory, messages: Int, mentions: String?, now: Instant, random: inout BenchRandom) {
    isRussian = mentions != nil || !random.chance(20)
    let words = isRussian ? BenchWords.russian : BenchWords.english
    subject = words.subject(&random)
    stays = [StatusChange(opened, .new)]
    turns = [Turn(voice: .client, at: opened, text: words.question(&random) + (mentions.map { " \($0)." } ?? ""))]
    var at = opened
    let end = Self.lastTurn(ending, opened, now, &random)
    for index in 1..<messages {
      let isLast = index == messages - 1
      let room = max(end.milliseconds(since: at), 0)
      at = isLast ? end : at.adding(milliseconds: min(random.span(usual: index == 1 ? 40 * Self.minute : 200 * Self.minute), room / 2))
      say(Self.voice(index, isLast: isLast, ending: ending, &random), at: at, words, &random)
    }
    finish(ending, at: at, now: now, &random)
  }

  /// What is open was touched in the last days as a rule; what is done took a day or two.
  private static func lastTurn(_ ending: StatusCategory, _ opened: Instant, _ now: Instant, _ random: inout BenchRandom) -> Instant {
    let isOpen = ending != .done && ending != .closed
    let usual = opened.adding(milliseconds: minute + random.span(usual: day))
    guard isOpen, random.chance(95) else { return min(usual, now) }
    return max(opened, now.adding(milliseconds: -Int64(random.share() * Double(2 * day))))
  }

  private static func voice(_ index: Int, isLast: Bool, ending: StatusCategory, _ random: inout BenchRandom) -> Voice {
    switch ending {
    case .new: return .client
    case .waitingForClient where isLast: return .agent
    // Most of the work that is open has been answered and goes on.
    case .open where isLast: return random.chance(92) ? .agent : .client
    case .postponed where isLast, .waitingForOthers where isLast: return .note
    case .done where isLast, .closed where isLast: return random.chance(30) ? .note : random.chance(50) ? .client : .agent
    default: return index.isMultiple(of: 2) ? .client : .agent
    }
  }

  private mutating func say(_ voice: Voice, at: Instant, _ words: BenchWords, _ random: inout BenchRandom) {
    turns.append(Turn(voice: voice, at: at, text: voice == .client ? words.closing(&random) : words.answer(&random)))
    if voice == .agent, category == .new { stays.append(StatusChange(at, .open)) }
  }

  private mutating func finish(_ ending: StatusCategory, at last: Instant, now: Instant, _ random: inout BenchRandom) {
    guard ending != category else { return }
    if ending == .closed {
      let closing = last.adding(milliseconds: Self.day * 3)
      stays.append(StatusChange(last, .done))
      // Not yet: the client may still object.
      if closing <= now { stays.append(StatusChange(closing, .closed)) }
    } else {
      stays.append(StatusChange(last, ending))
    }
  }
}
