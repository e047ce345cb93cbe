import Chance
import Testing

@testable import Markup

/// Documents made to exhaust whoever reads them. Each must be answered, and its text must not be lost.
struct BudgetTests {
  struct Bomb: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var html: String

    init(_ name: String, _ html: String) {
      testDescription = name
      self.html = html
    }
  }

  static let bombs: [Bomb] = [
    Bomb("nested divisions", String(repeating: "<div>", count: 100_000) + "secret"),
    Bomb("nested unknown elements", String(repeating: "<x>", count: 100_000) + "secret"),
    Bomb("nested tables", String(repeating: "<table><tr><td>", count: 50_000) + "secret"),
    Bomb("tables that hide open divisions", String(repeating: "<div><table></div></table>", count: 30_000) + "secret"),
    Bomb("closed in comments", String(repeating: "<div><!--</div>-->", count: 50_000) + "secret"),
    Bomb("opened behind a title in a select", "<select><title></select>" + String(repeating: "<div>", count: 50_000) + "secret"),
    Bomb(
      "formatting opened again and again",
      (0..<900).map { "<font size=\($0)>" }.joined() + String(repeating: "<p>x</p>", count: 30_000) + "secret"),
    Bomb("frameset at the end", String(repeating: "<div>", count: 50_000) + "<frameset>"),
    Bomb("crossing formats", String(repeating: "<b><i><a href=x><div>", count: 20_000) + "secret"),
    Bomb("nested lists", String(repeating: "<ul><li>", count: 50_000) + "secret"),
    Bomb("nested quotes", String(repeating: "<blockquote>", count: 50_000) + "secret"),
    Bomb("nested svg", String(repeating: "<svg>", count: 50_000) + "</svg>secret"),
    Bomb("many nodes", String(repeating: "<b>x</b>", count: 300_000) + "secret"),
    Bomb("one long tag", "<p " + String(repeating: "a=1 ", count: 300_000) + ">secret"),
    Bomb("many attributes of each kind", (0..<30_000).map { "<p a\($0)=1>" }.joined() + "secret"),
    Bomb("one long text", String(repeating: "слово ", count: 700_000) + "secret"),
    Bomb("unclosed comment", "secret<!--" + String(repeating: "<a>-", count: 100_000)),
    Bomb("many small brackets", String(repeating: "<", count: 1_000_000) + "secret"),
  ]

  @Test(.timeLimit(.minutes(1)), arguments: bombs) func `A bomb ends in text`(bomb: Bomb) {
    let html = bomb.html
    let result = Sanitizer.sanitize(html)
    #expect(AllowListCheck.offences(in: result.html) == [])
    #expect(result.html.utf8.count < 16 << 20)
    let isShown = html.utf8.count < 512 << 10 && html.hasSuffix("secret")
    if isShown {
      let isThere = result.text.hasSuffix("secret")
      #expect(isThere)
    }
  }

  @Test(arguments: 0..<4) func `What the scan lets through is not deeper than it says`(seed: Int) {
    var dice = SeededGenerator(seed: UInt64(seed) &+ 4711)
    var budget = MarkupBudget()
    budget.depth = 60
    budget.hidden = 0
    var accepted = 0
    for _ in 0..<300 {
      let html = String(repeating: TagSoupTests.soup(&dice), count: 40)
      guard let tree = MarkupTree(html, budget: budget) else { continue }
      accepted += 1
      let depth = Self.depth(of: tree)
      #expect(depth < 5 * budget.depth, "\(html.prefix(500).debugDescription)")
    }
    #expect(accepted > 10)
  }

  private static func depth(of tree: MarkupTree) -> Int {
    var deepest = 0
    var waiting = [(node: tree.root, depth: 1)]
    while let (node, depth) = waiting.popLast() {
      deepest = max(deepest, depth)
      for index in 0..<node.childCount { waiting.append((node.child(index), depth + 1)) }
    }
    return withExtendedLifetime(tree) { deepest }
  }

  @Test func `A normal reply chain is within the budget`() {
    let level = "<div class=x><table><tbody><tr><td><p><b>Anna</b> wrote:<br></p><blockquote>"
    let end = "</blockquote></td></tr></tbody></table></div>"
    let html = String(repeating: level, count: 60) + "first" + String(repeating: end, count: 60)
    #expect(!Sanitizer.sanitize(html).isReduced)
  }

  @Test func `Conditional comments of newsletters are within the budget`() {
    let block = "<!--[if mso]><table><tr><td><![endif]--><div><p>text</p></div><!--[if mso]></td></tr></table><![endif]-->"
    #expect(!Sanitizer.sanitize(String(repeating: block, count: 300)).isReduced)
  }

  @Test func `Paragraphs and items without ends are within the budget`() {
    #expect(!Sanitizer.sanitize(String(repeating: "<p>a<ul><li>b<li>c</ul>", count: 5000)).isReduced)
  }

  @Test func `Deep elements lose their tags, not their text`() {
    let result = Sanitizer.sanitize(String(repeating: "<div>", count: 500) + "deep")
    #expect(!result.isReduced)
    #expect(result.html.components(of: "<div>") == 200)
    #expect(result.html.contains("deep"))
  }
}

extension String {
  fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
