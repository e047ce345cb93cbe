import Web

/// Search, the state of the connection, a new ticket, notifications, one's own menu.
struct TopBar {
  let frame: Frame
  private var t: Words { frame.t }

  var html: HTML {
    guard let agent = frame.agent else { return .empty }
    return """
      <header class="topbar">
        <form class="search" role="search" action="/search">
          \(frame.icon("search"))
          <input type="search" name="q" placeholder="\(t("nav.searchHint"))" aria-label="\(t("nav.search"))" autocomplete="off" \
      data-key="/" data-label="\(t("nav.search"))">
          <kbd aria-hidden="true">/</kbd>
        </form>
        <span class="topbar-gap wide-only"></span>
        <span class="connection js-only wide-only" id="connection" data-state="connecting" role="status"><span class="connection-text"></span></span>
        \(if: agent.may(.createTickets), newTicket)
        <a class="icon-button" id="bell" href="/notifications" aria-label="\(t("nav.notifications"))" data-hx-get="/notifications/bell" \
      data-hx-trigger="load, live:me\(agent.id) from:body delay:300ms" data-hx-swap="morph:outerHTML">\(frame.icon("bell"))</a>
        <button class="icon-button" type="button" popovertarget="me" aria-label="\(t("nav.you", ["name": agent.name]))">\
      \(frame.avatar(agent.name))</button>
        \(menu(agent))
      </header>
      """
  }

  private var newTicket: HTML {
    """
    <a class="button button-primary" href="/tickets/new" aria-label="\(t("nav.newTicket"))" data-key="c" data-label="\(t("nav.newTicket"))">\(frame.icon("plus"))\
    <span class="button-text">\(t("nav.newTicket"))</span></a>
    """
  }

  private func menu(_ agent: Agent) -> HTML {
    """
    <div class="menu menu-end" id="me" popover>
      <div class="menu-who">\(frame.avatar(agent.name, classes: "avatar-large"))<span><b>\(agent.name)</b><br><small>\(agent.email)</small></span></div>
      <hr>
      <a href="/profile">\(frame.icon("user"))\(t("nav.profile"))</a>
      <a href="/profile#appearance">\(frame.icon("palette"))\(t("nav.appearance"))</a>
      <button type="button" class="js-only" data-keys-help>\(frame.icon("keyboard"))\(t("nav.keys"))<kbd>?</kbd></button>
      <hr>
      <form method="post" action="/sign-out">\(frame.csrf)<button>\(frame.icon("log-out"))\(t("nav.signOut"))</button></form>
    </div>
    """
  }
}
