import Web

extension SetupChecklist {
  package func html(_ frame: Frame) -> HTML {
    let (t, done) = (frame.t, items.count(where: \.isDone))
    return """
      <section class="card" aria-labelledby="checklist-title">
      <header class="card-head"><h2 id="checklist-title">\(t("setup.checklist"))</h2>
      <form method="post" action="/setup/checklist/delete">\(frame.csrf)<button class="button button-quiet button-small">\(t("setup.dismiss"))</button></form></header>
      <progress class="progress" max="\(items.count)" value="\(done)" aria-label="\(t("setup.checklist"))"></progress>
      <ul class="stack">\(each: items, { item($0, frame) })</ul>
      </section>
      """
  }

  // words: setup.*
  private func item(_ item: Item, _ frame: Frame) -> HTML {
    let name = frame.t("setup.\(item.id).name")
    if item.isDone {
      return
        "<li class=\"cluster\">\(frame.icon("circle-check"))<span>\(name)<span class=\"sr\"> \(frame.t("setup.done"))</span></span></li>"
    }
    return "<li class=\"cluster\">\(frame.icon("circle-dashed"))<a href=\"/setup/\(item.id)\">\(name)</a></li>"
  }
}
