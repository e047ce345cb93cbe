import Desk

/// Every route of the program, by hand. A route that is not here fails the matrix: say what decides over it, in one line.
enum RouteTable {
  static func rows(_ desk: SecretDesk) -> [RouteRow] {
    let (cast, foreign) = (desk.desk.cast, desk.tickets[.foreign]!)
    return doors + tickets + files(desk) + clients(company: String(foreign.company), contact: String(foreign.contact)) + mail
      + notices(desk) + profile(desk) + settings(mailbox: String(desk.mailbox))
      + people(employee: String(cast.boris), team: String(desk.field))
  }

  private static let doors: [RouteRow] = [
    .get("/", .signedIn), .get("sign-in", .anyone, queries: ["next=//evil.example", "language=en"]), .post("sign-in", .anyone),
    .get("sign-in/forgotten", .anyone), .post("sign-in/forgotten", .anyone),
    apart(.get("sign-in/reset", .anyone)), .post("sign-in/reset", .anyone),
    .get("healthz", .anyone), apart(.get(".well-known/security.txt", .anyone)), apart(.get("readyz", .anyone)),
    apart(.get("metrics", .anyone)), apart(.get("live", .signedIn)),
    // After the desk was set up there is no wizard for anybody but administrators.
    apart(.get("setup", .anyone)), apart(.post("setup", .setup)),
    .get("setup/:step", .right(.changeSettings), .nothing, ["step": "ticket"]),
    .post("setup/:step", .right(.changeSettings), .nothing, [("do", "later")], ["step": "ticket"]),
    .delete("setup/checklist", .right(.changeSettings)),
  ]

  private static let tickets: [RouteRow] = [
    .get("search", .signedIn, queries: ["q=canary", "q=canary&before=5", "q=1", "q=%231", "q=%22"]),
    .get(
      "tickets", .right(.viewTickets),
      queries: [
        "view=mine", "view=unassigned", "view=open&sort=due", "view=risk&sort=priority", "view=done&sort=-number", "view=open&before=1.1",
      ]),
    .post("tickets/columns", .right(.viewTickets), .nothing, [("column", "number"), ("next", "/tickets")]),
    .get(
      "tickets/:number", .right(.viewTickets), .ticket(.viewTickets),
      queries: ["draft=note", "draft=reply", "print", "show=notes", "view=open"]),
    .get("tickets/:number/head", .right(.viewTickets), .ticket(.viewTickets), queries: ["view=open"]),
    .get("tickets/:number/timeline", .right(.viewTickets), .ticket(.viewTickets), queries: ["show=notes", "show=changes", "last=500"]),
    .get("tickets/:number/history", .right(.viewTickets), .ticket(.viewTickets), queries: ["kind=conversation", "kind=rest"]),
    .get("tickets/:number/panels/:id", .right(.viewTickets), .ticket(.viewTickets), ["id": "client"]),
    .get("tickets/:number/presence", .right(.viewTickets), .ticket(.viewTickets)),
    .post("tickets/:number/presence", .right(.viewTickets), .ticket(.viewTickets), [("state", "viewing")]),
    .get("tickets/:number/watchers", .right(.viewTickets), .ticket(.viewTickets)),
    ofClients(.get("tickets/:number/requester", .right(.changeTickets), .ticket(.changeTickets))),
    .post("tickets/:number/status", .right(.changeTickets), .ticket(.changeTickets), [("status", "2")]),
    .post("tickets/:number/fields", .right(.changeTickets), .ticket(.changeTickets), [("priority", "3")]),
    ofClients(.post("tickets/:number/fields", .right(.changeTickets), .ticket(.changeTickets), [("requester", "1")])),
    ofClients(.post("tickets/:number/fields", .right(.changeTickets), .ticket(.changeTickets), [("requester", "nobody@nowhere.example")])),
    ofClients(.post("tickets/:number/fields", .right(.changeTickets), .ticket(.changeTickets), [("company", "999999")])),
    .post("tickets/:number/observers", .right(.viewTickets), .ticket(.changeTickets), [("who", "team:1")]),
    // Only whoever may add an address hears whether it is known.
    ofClients(.post("tickets/:number/observers", .right(.viewTickets), .ticket(.changeTickets), [("email", "nobody@nowhere.example")])),
    .delete("tickets/:number/observers/:kind/:id", .right(.viewTickets), .ticket(.changeTickets), ["kind": "team", "id": "1"]),
    .put(
      "tickets/:number/drafts/:kind", .right(.viewTickets), .ticket(.replyToTickets), [("text", "x"), ("format", "text")], ["kind": "reply"]
    ),
    .get("tickets/:number/drafts/:kind", .right(.viewTickets), .ticket(.noteOnTickets), ["kind": "note"]),
    .delete("tickets/:number/drafts/:kind", .right(.viewTickets), .ticket(.replyToTickets), ["kind": "reply"]),
    .post("tickets/:number/messages", .right(.viewTickets), .ticket(.noteOnTickets), [("kind", "note"), ("text", "x")]),
    maySayNo(.delete("tickets/:number/messages/:id", .right(.replyToTickets), .ticket(.replyToTickets))),
    .get("tickets/:number/deadlines", .right(.viewTickets), .ticket(.viewTickets)),
    .post(
      "tickets/:number/deadlines", .right(.changeTickets), .ticket(.changeTickets),
      [("target", "resolution"), ("due", "2026-12-31T10:00"), ("reason", "x")]),
    maySayNo(.delete("tickets/:number/deadlines/:target", .right(.changeTickets), .ticket(.changeTickets), ["target": "resolution"])),
    .post("tickets/:number/closure", .right(.changeTickets), .ticket(.changeTickets), [("anyway", "1")]),
    .delete("tickets/:number/closure", .right(.changeTickets), .ticket(.changeTickets)),
    .get("tickets/:number/postponement", .right(.changeTickets), .ticket(.changeTickets)),
    .post("tickets/:number/postponement", .right(.changeTickets), .ticket(.changeTickets), [("until", "2026-12-31T10:00")]),
    maySayNo(.post("tickets/:number/joining", .right(.changeTickets), .ticket(.changeTickets), [("into", "1")])),
    .delete("tickets/:number/relation", .right(.changeTickets), .ticket(.changeTickets)),
    maySayNo(.post("messages/:id/sending", .right(.replyToTickets), .message)),
    .get("messages/:id/body", .right(.viewTickets), .message), .get("messages/:id/original", .right(.viewTickets), .message),
    .get("drafts/new-ticket", .right(.createTickets)), .delete("drafts/new-ticket", .right(.createTickets)),
    .put("drafts/new-ticket", .right(.createTickets), .nothing, [("text", "{}")]),
    .get("tickets/new", .right(.createTickets), queries: ["requester=foreign@client.example", "contact=1&company=1", "from=1"]),
    .get(
      "tickets/new/panels", .right(.createTickets),
      queries: ["requester=foreign@client.example", "requester=foreign@client.example&companyName=canary", "subject=canary&company=1"]),
    .post("tickets", .right(.createTickets), .nothing, [("subject", "x"), ("text", "y")]),
  ]

  private static func files(_ desk: SecretDesk) -> [RouteRow] {
    var upload = RouteRow.post("uploads", .signedIn)
    (upload.isUpload, upload.maySayNo) = (true, true)
    return [
      .get("files/:id", .signedIn, .file), .get("files/:id/:name", .signedIn, .file, ["name": "x.txt"]), upload,
      .get("files/:id", .signedIn, .annas(desk.upload)), .delete("uploads/:id", .signedIn, .annas(desk.upload)),
    ]
  }

  private static func clients(company: String, contact: String) -> [RouteRow] {
    let (see, change, company, contact): (Access, Access, RouteRow.Named, RouteRow.Named) = (
      .right(.viewClients), .right(.changeClients), .known(["id": company]), .known(["id": contact])
    )
    return [
      .get("clients", see), .get("companies", see, queries: ["q=canary", "after=canary&id=0"]),
      .get("companies/search", see, queries: ["q=canary"]),
      .get("companies/new", change), .get("companies/:id", see, company), .get("companies/:id/edit", change, company),
      .post("companies", change, .nothing, [("name", "Новая")]), .post("companies/:id", change, company, [("name", "Другая")]),
      .get("contacts", see, queries: ["q=canary"]), .get("contacts/search", see, queries: ["q=canary", "q=client.example"]),
      .get("contacts/new", change), .get("contacts/:id", see, contact), .get("contacts/:id/edit", change, contact),
      .post("contacts", change, .nothing, [("name", "Новый")]), .post("contacts/:id", change, contact, [("name", "Другой")]),
    ]
  }

  private static let mail: [RouteRow] = [
    .get(
      "mail", .right(.viewMail),
      queries: ["tab=tickets", "tab=quarantine", "tab=failed", "tab=queue", "tab=sent", "tab=ignored", "q=canary", "q=a@b.example"]),
    .get("mail/:id", .right(.viewMail), .mail), .get("mail/:id/raw", .right(.viewMail), .mail),
    .get("mail/outgoing/:id", .right(.viewMail), .letter), .post("mail/outgoing/:id/retry", .right(.replyToTickets), .letter),
    .post("mail/:id/retry", .right(.createTickets), .mail), .post("mail/:id/dismissal", .right(.createTickets), .mail),
    .post("mail/:id/acceptance", .right(.createTickets), .mail),
  ]

  private static func notices(_ desk: SecretDesk) -> [RouteRow] {
    let annas = RouteRow.Named.annas(String(desk.notice))
    return [
      .get("notifications", .signedIn, queries: ["all=1"]), .get("notifications/bell", .signedIn),
      .get("notifications/settings", .signedIn),
      .post("notifications/:id/reading", .signedIn, annas),
      .post("notifications/reading", .signedIn), .post("notifications/settings", .signedIn),
    ]
  }

  private static func profile(_ desk: SecretDesk) -> [RouteRow] {
    [
      .get("profile", .signedIn), .post("profile", .signedIn), .get("profile/password", .signedIn), .post("profile/password", .signedIn),
      .delete("profile/sessions/:id", .signedIn, .annas(String(desk.session))), .delete("profile/sessions", .signedIn),
    ]
  }

  private static func settings(mailbox: String) -> [RouteRow] {
    let (see, change): (Access, Access) = (.right(.viewSettings), .right(.changeSettings))
    let (box, first): (RouteRow.Named, RouteRow.Named) = (.known(["id": mailbox]), .known(["id": "1"]))
    return [
      .get("settings", see, queries: ["q=canary"]), .get("settings/desk", see), .post("settings/desk", change),
      .get("settings/design", see),
      .get("settings/audit", .right(.viewAudit), queries: ["subject=ticket", "subject=mail", "subject=employee", "who=1", "before=5"]),
      .get("settings/jobs", .right(.viewAudit)), .post("settings/jobs/attempts", change), .post("settings/jobs/:id/attempt", change, first),
      maySayNo(.delete("settings/jobs/:id", change, first)),
      .get("settings/mailboxes", see), .get("settings/mailboxes/new", change), .get("settings/mailboxes/:id", see, box),
      .post("settings/mailboxes", change), .post("settings/mailboxes/test", change), .post("settings/mailboxes/:id", change, box),
      .post("settings/mailboxes/:id/pause", change, box), .delete("settings/mailboxes/:id/pause", change, box),
      .delete("settings/mailboxes/:id", change, box),
      .get("settings/calendars", see), .get("settings/calendars/new", change), .get("settings/calendars/:id", see, first),
      .post("settings/calendars", change), .post("settings/calendars/:id", change, first),
      .post("settings/calendars/:id/exceptions", change, first), .post("settings/calendars/:id/production", change, first),
      .delete("settings/calendars/:id/exceptions/:date", change, first, ["date": "2026-12-31"]),
      .delete("settings/calendars/:id", change, first),
      .get("settings/sla", see), .post("settings/sla", change), .get("settings/sla/what-if", see, queries: ["company=1"]),
      .post("settings/sla/recount", change), .delete("settings/sla/recount", change), .get("settings/sla/rules/new", change),
      .post("settings/sla/rules", change), .get("settings/sla/rules/:id", see, first), .post("settings/sla/rules/:id", change, first),
      .post("settings/sla/rules/:id/position", change, first), .delete("settings/sla/rules/:id", change, first),
    ]
  }

  private static func people(employee: String, team: String) -> [RouteRow] {
    let (see, change): (Access, Access) = (.right(.viewSettings), .right(.changePeople))
    let (employee, team): (RouteRow.Named, RouteRow.Named) = (.known(["id": employee]), .known(["id": team]))
    return [
      .get("settings/roles", see), .get("settings/employees", see), .get("settings/employees/new", change),
      .get("settings/employees/:id", see, employee), .get("settings/employees/:id/deactivation", change, employee),
      .post("settings/employees", change), .post("settings/employees/:id", change, employee),
      .post("settings/employees/:id/password", change, employee), .post("settings/employees/:id/deactivation", change, employee),
      .delete("settings/employees/:id/deactivation", change, employee),
      .get("settings/teams", see), .get("settings/teams/new", change), .get("settings/teams/:id", see, team),
      .post("settings/teams", change), .post("settings/teams/:id", change, team), .post("settings/teams/:id/archive", change, team),
      .delete("settings/teams/:id/archive", change, team), .post("sign-out", .anyone),
    ]
  }

  private static func ofClients(_ row: RouteRow) -> RouteRow {
    var row = row
    row.alsoNeeds = .viewClients
    return row
  }

  private static func maySayNo(_ row: RouteRow) -> RouteRow {
    var row = row
    row.maySayNo = true
    return row
  }

  private static func apart(_ row: RouteRow) -> RouteRow {
    var row = row
    row.isApart = true
    return row
  }
}
