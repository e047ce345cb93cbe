import Hummingbird
import Secrets
import Storage
import Web

enum SetupRoutes {
  static func add(to routes: Routes) {
    routes.get("setup", .anyone) { try await begin($0) }
    routes.post("setup", .setup) { try await create($0) }
    routes.get("setup/:step", .right(.changeSettings)) { try await show($0, refused: nil) }
    routes.post("setup/:step", .right(.changeSettings)) { try await save($0) }
    routes.delete("setup/checklist", .right(.changeSettings)) { visit in
      try await visit.world.write { try SetupProgress.dismissChecklist(in: $0) }
      return visit.redirect(to: "/settings")
    }
  }

  /// The first step for whoever comes first; afterwards the way back to where an administrator left off.
  private static func begin(_ visit: Visit) async throws -> Response {
    if visit.profile.isSetUp {
      guard let agent = visit.session?.agent, agent.may(.changeSettings) else { throw Refusal.notFound }
      return visit.redirect(to: visit.profile.setupStep.map { "/setup/\($0)" } ?? "/settings")
    }
    if let chosen = visit.query("language").flatMap(Language.init(rawValue:)) { return visit.choose(chosen, backTo: "/setup") }
    return try page(visit, refused: nil)
  }

  private static func page(_ visit: Visit, refused: RefusedForm?) throws -> Response {
    let zone = Zones.guess(acceptLanguage: visit.request.headers[.acceptLanguage])
    let page = AdministratorPage(steps: SetupSteps.of(visit.world.features), zone: zone, refused: refused)
    return visit.page(page).response(status: refused?.status ?? .ok)
  }

  private static func create(_ visit: Visit) async throws -> Response {
    try await visit.submit {
      let (form, world, steps) = (visit.form, visit.world, SetupSteps.of(visit.world.features))
      guard let language = Language(rawValue: form.text("language")) else { throw Refusal.invalid("language", "error.unknownChoice") }
      let first = FirstSetup(
        company: form.text("company"), language: language, timeZone: form.text("timeZone"), adminName: form.text("name"),
        adminEmail: form.text("email"), nextStep: steps.first?.id)
      let password = Secret(form.raw("password") ?? "")
      let problems = first.problems(password: password)
      guard problems.isEmpty else { throw Refusal.invalid(problems) }
      let hash = await world.passwords.hash(password)
      let team = world.translations[language]("setup.firstTeam")
      let (address, browser) = (visit.context.address, visit.request.headers[.userAgent] ?? "")
      let token = try await world.write { change in
        try Session.open(for: first.run(passwordHash: hash, teamName: team, in: change), address: address, browser: browser, in: change)
      }
      var response = visit.redirect(to: first.nextStep.map { "/setup/\($0)" } ?? "/")
      visit.set(Session.cookie, token, seconds: Session.absoluteLimit / 1000, in: &response)
      return response
    } refused: {
      try page(visit, refused: $0)
    }
  }

  private static func show(_ visit: Visit, refused: RefusedForm?) async throws -> Response {
    let (agent, steps) = (try visit.agent, SetupSteps.of(visit.world.features))
    let step = try SetupSteps.named(visit.parameter("step"), among: steps)
    let page = try await visit.world.read { db in
      SetupStepPage(
        step: step, steps: steps, states: try SetupProgress.states(in: db), content: try step.load(for: agent, in: db), refused: refused)
    }
    return visit.page(page).response(status: refused?.status ?? .ok)
  }

  private static func save(_ visit: Visit) async throws -> Response {
    let (agent, steps) = (try visit.agent, SetupSteps.of(visit.world.features))
    let step = try SetupSteps.named(visit.parameter("step"), among: steps)
    let isLater = visit.form.text("do") == "later"
    return try await visit.submit {
      if !isLater { try await step.save(visit.form, by: agent, visit: visit) }
      let next = try await visit.world.write { change in
        try SetupProgress.advance(past: step, state: isLater ? .skipped : .done, among: steps, in: change)
      }
      if let next { return visit.redirect(to: "/setup/\(next)") }
      return visit.redirect(to: try await afterLast(visit, agent))
    } refused: {
      try await show(visit, refused: $0)
    }
  }

  /// The wizard ends where work begins: at the newest ticket.
  private static func afterLast(_ visit: Visit, _ agent: Agent) async throws -> String {
    let number = try await visit.world.read { try agent.newestTicket(in: $0) }
    return number.map { "/tickets/\($0)" } ?? "/tickets"
  }
}
