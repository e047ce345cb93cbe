import Web

/// What the desk could not do by itself, why, and the way to set it going again.
struct FailedJobsPage: Page {
  let jobs: FailedJobs
  let mayChange: Bool

  func title(_ t: Words) -> String { t("jobs.title") }

  func body(_ frame: Frame) -> HTML {
    let t = frame.t
    return """
      <div class="page page-wide">
      \(SettingsTrail.html(frame, here: title(t)))
      <header class="page-head"><h1>\(title(t))</h1>\(if: mayChange && jobs.lines.count > 1, all(frame))</header>
      \(if: jobs.lines.isEmpty, nothing(frame), else: table(frame))
      </div>
      """
  }

  private func nothing(_ frame: Frame) -> HTML {
    "<div class=\"empty\">\(frame.icon("check-check"))<h2>\(frame.t("jobs.nothing"))</h2><p>\(frame.t("jobs.nothingHint"))</p></div>"
  }

  private func all(_ frame: Frame) -> HTML {
    """
    <form method="post" action="/settings/jobs/attempts">\(frame.csrf)\
    <button class="button">\(frame.icon("rotate-cw"))\(frame.t("jobs.retryAll", count: jobs.lines.count))</button></form>
    """
  }

  private func table(_ frame: Frame) -> HTML {
    let t = frame.t
    let actions: HTML = "<th class=\"table-actions\"><span class=\"sr\">\(t("jobs.actions"))</span></th>"
    return """
      <p class="page-lead">\(t("jobs.lead"))</p>
      <div class="table-box" tabindex="0" role="region" aria-label="\(title(t))"><table class="table table-stacks"><thead><tr>\
      <th scope="col">\(t("jobs.what"))</th><th scope="col">\(t("jobs.since"))</th><th scope="col">\(t("jobs.reason"))</th>\
      \(if: mayChange, actions)</tr></thead><tbody>\(each: jobs.lines, { row($0, frame) })</tbody></table></div>
      \(if: jobs.count > jobs.lines.count, "<p class=\"muted\">\(t("jobs.more", count: jobs.count - jobs.lines.count))</p>")
      """
  }

  private func row(_ job: FailedJobs.Line, _ frame: Frame) -> HTML {
    let t = frame.t
    let name = JobWords.name(job.kind, t)
    let actions: HTML = """
      <td class="table-actions"><div class="button-row"><form method="post" action="/settings/jobs/\(job.id)/attempt">\(frame.csrf)\
      <button class="button button-small" aria-label="\(t("jobs.retryThis", ["name": name]))">\(frame.icon("rotate-cw"))\(t("jobs.retry"))</button></form>\
      <form method="post" action="/settings/jobs/\(job.id)/delete">\(frame.csrf)\
      <button class="button button-small button-quiet" aria-label="\(t("jobs.forgetThis", ["name": name]))">\(t("jobs.forget"))</button></form></div></td>
      """
    return """
      <tr><td class="table-lead">\(name)<br><small class="mono">\(job.kind) № \(job.id)</small></td>\
      <td class="nowrap table-aside"><time datetime="\(frame.clock.machine(job.failedAt))">\(frame.clock.full(job.failedAt))</time><br>\
      <small>\(t("jobs.tries", count: job.attempts))</small></td>\
      <td class="mono">\(job.error)</td>\(if: mayChange, actions)</tr>

      """
  }
}

enum JobWords {
  /// Jobs of another version of the program have no words here.
  // words: jobs.kind.*
  static func name(_ kind: String, _ t: Words) -> String {
    let key = "jobs.kind.\(kind)"
    return t.has(key) ? t(key) : kind
  }
}
