import Web

/// A whole page: a title and a body. What stands around it is the shell's.
package protocol Page: Sendable {
  var layout: PageLayout { get }
  /// The section of the left rail that is marked as current, if any.
  var section: Section? { get }
  func title(_ t: Words) -> String
  func body(_ frame: Frame) -> HTML
  /// What stands between the rail and the page: views, the menu of the settings.
  func column(_ frame: Frame) -> HTML
}

extension Page {
  package var layout: PageLayout { .desk }
  package var section: Section? { nil }
  package func column(_ frame: Frame) -> HTML { .empty }
}

package enum PageLayout: Sendable {
  /// Rail, bar, column, page.
  case desk
  /// All styles and modules, nothing around the page: the wizard.
  case bare
  /// A light page without modules or web fonts: sign-in.
  case plain
}

package enum Section: String, Sendable { case tickets, clients, mail, settings }

/// What every page function is handed besides its model: words, who reads it, the form token, times as this reader writes them.
package struct Frame: Sendable {
  package let t: Words
  package let agent: Agent?
  package let profile: DeskProfile
  package let formToken: String
  package let assets: Assets
  package let now: Instant
  package let path: String
  package let clock: LocalClock
  /// What is not well with the desk; empty for those who cannot mend it.
  package var ailments: [Ailment] = []

  /// The hidden field that every form of a signed-in person carries.
  package var csrf: HTML { "<input type=\"hidden\" name=\"csrf\" value=\"\(formToken)\">" }
}

extension Visit {
  package var frame: Frame {
    Frame(
      t: t, agent: session?.agent, profile: profile, formToken: session?.formToken ?? "", assets: world.assets, now: now,
      path: request.uri.path, clock: LocalClock(timeZone: timeZone, words: t, now: now),
      ailments: session?.agent.may(.changeSettings) ?? false ? world.health.ailments : [])
  }

  /// The page as it goes to the browser.
  package func page(_ page: some Page) -> HTML { Shell(page: page, frame: frame).html }
}
