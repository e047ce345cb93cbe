import Chance
import Desk
import Foundation
import WorkTime

/// Something that somebody does in the example, and when.
struct DemoAct {
  enum Deed {
    case open
    /// A line of the script, by its place.
    case say(Int)
    case wait
    case close
  }
  let at: Instant
  let ticket: Int
  let deed: Deed
}

/// A ticket of the example before it happens.
struct DemoTicket {
  let script: DemoScript
  let client: Int
  let contact: Int
  /// By their place in `DemoCast.people`.
  let agent: Int
}

/// Ninety days of work, the same each time: more of it lately, most of it done, some waiting, some forgotten.
struct DemoPlan {
  static let count = 200
  static let days = 90.0
  private static let minute: Int64 = 60_000
  private static let day: Int64 = 86_400_000

  let now: Instant
  private(set) var tickets: [DemoTicket] = []
  private(set) var acts: [DemoAct] = []
  private var dice = SeededGenerator(seed: 0x07_1B_11_4B)

  init(now: Instant) {
    self.now = now
    var scripts = DemoField.allCases.flatMap(DemoScript.all).shuffled(using: &dice)
    var turn = 0
    for index in 0..<Self.count {
      if scripts.isEmpty || index % scripts.count == 0 && index > 0 {
        turn += 1
        scripts.shuffle(using: &dice)
      }
      add(scripts[index % scripts.count].told(turn), ticket: index)
    }
    acts.sort { ($0.at, $0.ticket) < ($1.at, $1.ticket) }
  }

  private mutating func add(_ script: DemoScript, ticket: Int) {
    let clients = DemoCast.clients.indices.filter { DemoCast.clients[$0].fields.contains(script.field) }
    let client = clients.randomElement(using: &dice)!
    let agents = DemoCast.people.indices.filter {
      DemoCast.people[$0].role == "agent" && DemoCast.people[$0].teams.contains(script.field.team)
    }
    tickets.append(
      DemoTicket(
        script: script, client: client, contact: DemoCast.clients[client].contacts.indices.randomElement(using: &dice)!,
        agent: agents.randomElement(using: &dice)!))
    // Age by a curve: more than half of the tickets are of the last month, a tenth of the last day.
    let place = (Double(ticket) + 0.5) / Double(Self.count)
    let age = Self.days * pow(1 - place, 2.2)
    let written = now.adding(milliseconds: -Int64(age * Double(Self.day)) - 4 * Self.minute)
    let inHours = Self.inHours(written, strict: chance(80))
    play(script, ticket: ticket, from: inHours < now ? inHours : written, age: age)
  }

  /// Old tickets are told to their end, but for a few; new ones as far as the story got by now, and not always that far.
  private mutating func play(_ script: DemoScript, ticket: Int, from opened: Instant, age: Double) {
    var time = opened
    let last = told(of: script.lines.count, age: age)
    acts.append(DemoAct(at: time, ticket: ticket, deed: .open))
    for place in 1..<max(last, 1) where place < script.lines.count {
      time = next(after: time, script.lines[place].voice, isUrgent: script.priority == "critical")
      guard time < now.adding(milliseconds: -2 * Self.minute) else { return }
      acts.append(DemoAct(at: time, ticket: ticket, deed: .say(place)))
    }
    if last < script.lines.count {
      // Who has waited for days waits for somebody: a spare part, a supplier.
      if last > 1, chance(age > 2 ? 90 : 20) {
        acts.append(DemoAct(at: time.adding(milliseconds: 3 * Self.minute), ticket: ticket, deed: .wait))
      }
    } else if chance(85), time.adding(milliseconds: 3 * Self.day) < now {
      acts.append(DemoAct(at: time.adding(milliseconds: 3 * Self.day), ticket: ticket, deed: .close))
    }
  }

  /// How many lines of the story were told.
  private mutating func told(of count: Int, age: Double) -> Int {
    if age > 5 { return chance(96) ? count : max(2, count / 2) }
    if age > 1.5 { return chance(70) ? count : Int.random(in: 2...count, using: &dice) }
    return chance(20) ? count : Int.random(in: 1...count, using: &dice)
  }

  private mutating func next(after time: Instant, _ voice: DemoScript.Voice, isUrgent: Bool) -> Instant {
    let minutes: ClosedRange<Int64> =
      switch voice {
      case .client: 4...150
      case .note: 2...12
      case .agent, .question: isUrgent ? 3...18 : 9...110
      case .last: isUrgent ? 15...90 : 40...420
      }
    let later = time.adding(milliseconds: Int64.random(in: minutes, using: &dice) * Self.minute)
    return Self.inHours(later, strict: voice != .client)
  }

  /// The next moment of working hours in Moscow, 9 to 18 on weekdays; outside of them mail comes, but nobody answers.
  static func inHours(_ time: Instant, strict: Bool) -> Instant {
    guard strict else { return time }
    let local = time.milliseconds + 3 * 60 * minute
    let (date, clock) = (local / day, local % day)
    let weekday = (date + 3) % 7
    let (from, to) = (9 * 60 * minute, 18 * 60 * minute)
    if weekday < 5, (from..<to).contains(clock) { return time }
    let isLater = weekday >= 5 || clock >= to
    let morning = (date + (isLater ? 1 : 0)) * day + from + clock % (35 * minute) - 3 * 60 * minute
    return inHours(Instant(milliseconds: morning), strict: true)
  }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &dice) < percent }
}
