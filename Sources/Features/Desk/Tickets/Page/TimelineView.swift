import Web

extension Timeline {
  /// The list and, above it, the way to what came earlier; the whole is fetched again by each change.
  func html(_ frame: Frame) -> HTML {
    """
    <ol class="timeline" id="timeline" data-hx-get="\(address("/tickets/\(number)/timeline", window))" \
    data-hx-trigger="live:t\(number) from:body delay:150ms" data-hx-swap="morph:outerHTML">
    \(earlier(frame))\(lines(frame))\(newer(frame))</ol>
    """
  }

  private func lines(_ frame: Frame) -> HTML {
    var lines: [HTML] = []
    var last = 0
    for item in items {
      if case .change(let line) = item, !line.isTold(frame.t) { continue }
      let parts = frame.clock.parts(item.at)
      let day = (parts.year * 100 + parts.month) * 100 + parts.day
      if day != last { lines.append(dayLine(item.at, frame)) }
      last = day
      lines.append(line(item, frame))
    }
    return "\(each: lines, { $0 })"
  }

  private func line(_ item: Item, _ frame: Frame) -> HTML {
    switch item {
    case .change(let line): return line.html(frame)
    case .message(let message, let files):
      let isMine = message.delivery == .held && message.author.actor == frame.agent?.actor
      return MessageView(message: message, files: files, ticket: number, mayAnswer: mayAnswer, canTakeBack: isMine).html(frame)
    }
  }

  private func dayLine(_ at: Instant, _ frame: Frame) -> HTML {
    "<li class=\"day\"><time datetime=\"\(String(frame.clock.machine(at).prefix(10)))\">\(frame.day(at))</time></li>\n"
  }

  private func earlier(_ frame: Frame) -> HTML {
    guard let oldest = earlierThan else { return .empty }
    var window = window
    if window.last < Self.most {
      window.last = min(window.last + Self.page * 2, Self.most)
    } else {
      window.before = oldest
    }
    return """
      <li class="change" id="earlier"><a class="button button-small" href="\(address("/tickets/\(number)", window))" \
      data-hx-get="\(address("/tickets/\(number)/timeline", window))" data-hx-target="#timeline" data-hx-swap="morph:outerHTML">\
      \(frame.icon("history"))\(frame.t("ticket.earlier"))</a></li>

      """
  }

  private func newer(_ frame: Frame) -> HTML {
    guard window.before != nil else { return .empty }
    return "<li class=\"change\"><a class=\"button button-small\" href=\"/tickets/\(number)\">\(frame.t("ticket.toNewest"))</a></li>"
  }

  private func address(_ path: String, _ window: Window) -> String {
    var pairs: [String] = []
    if window.last != Self.page { pairs.append("last=\(window.last)") }
    if let before = window.before { pairs.append("before=\(before)") }
    if window.shown != .all { pairs.append("show=\(window.shown.rawValue)") }
    return pairs.isEmpty ? path : "\(path)?\(pairs.joined(separator: "&"))"
  }
}

extension Frame {
  /// "Today", "Yesterday", "3 Nov", "3 Nov 2025".
  func day(_ instant: Instant) -> String {
    let (that, today) = (clock.parts(instant), clock.parts(now))
    let yesterday = clock.parts(now - .seconds(24 * 3600))
    if (that.year, that.month, that.day) == (today.year, today.month, today.day) { return t("date.today") }
    if (that.year, that.month, that.day) == (yesterday.year, yesterday.month, yesterday.day) { return t("date.yesterday") }
    let day = t("date.dayMonth", ["day": String(that.day), "month": t("date.month.\(that.month)")])
    return that.year == today.year ? day : "\(day) \(that.year)"
  }
}
