/// The text format of Prometheus, version 0.0.4.
struct MetricLines {
  private(set) var text = ""

  mutating func gauge(_ name: String, _ help: String, _ value: Double) {
    head(name, help, "gauge")
    text += "otklik_\(name) \(Self.number(value))\n"
  }

  mutating func requests(_ state: RequestMetrics.State) {
    head("http_requests_total", "Requests by route and status.", "counter")
    for (key, count) in state.counts.sorted(by: { $0.key < $1.key }) {
      text +=
        "otklik_http_requests_total{method=\"\(key.method)\",route=\"\(Self.escaped(key.route))\",status=\"\(key.status)\"} \(count)\n"
    }
    head("http_request_seconds", "How long requests took.", "histogram")
    for (route, histogram) in state.times.sorted(by: { $0.key < $1.key }) { times(of: Self.escaped(route), histogram) }
  }

  private mutating func times(of route: String, _ histogram: RequestMetrics.Histogram) {
    let name = "otklik_http_request_seconds"
    var total = 0
    for (index, count) in histogram.buckets.enumerated() {
      total += count
      let bound = index < RequestMetrics.bounds.count ? Self.number(RequestMetrics.bounds[index]) : "+Inf"
      text += "\(name)_bucket{route=\"\(route)\",le=\"\(bound)\"} \(total)\n"
    }
    text += "\(name)_sum{route=\"\(route)\"} \(histogram.sum)\n\(name)_count{route=\"\(route)\"} \(total)\n"
  }

  private mutating func head(_ name: String, _ help: String, _ kind: String) {
    text += "# HELP otklik_\(name) \(help)\n# TYPE otklik_\(name) \(kind)\n"
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
