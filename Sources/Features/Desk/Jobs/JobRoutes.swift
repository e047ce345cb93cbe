import Hummingbird

enum JobRoutes {
  static func add(to routes: Routes) {
    routes.get("settings/jobs", .right(.viewAudit)) { visit in
      let agent = try visit.agent
      let jobs = try await visit.world.read { try agent.failedJobs(in: $0) }
      return try visit.settingsPage(FailedJobsPage(jobs: jobs, mayChange: agent.may(.changeSettings)))
    }
    routes.post("settings/jobs/attempts", .right(.changeSettings)) { visit in
      let agent = try visit.agent
      try await visit.world.write { try agent.retryJobs(in: $0) }
      return visit.redirect(to: "/settings/jobs")
    }
    routes.post("settings/jobs/:id/attempt", .right(.changeSettings)) { visit in
      let (agent, id) = (try visit.agent, try visit.number("id"))
      try await visit.world.write { try agent.retryJob(id, in: $0) }
      return visit.redirect(to: "/settings/jobs")
    }
    routes.delete("settings/jobs/:id", .right(.changeSettings)) { visit in
      let (agent, id) = (try visit.agent, try visit.number("id"))
      try await visit.world.write { try agent.forgetJob(id, in: $0) }
      return visit.redirect(to: "/settings/jobs")
    }
  }
}
