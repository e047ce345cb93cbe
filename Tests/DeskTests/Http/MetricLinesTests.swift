import Testing

@testable import Desk

@Suite struct MetricLinesTests {
  @Test func prometheusReadsIt() {
    let metrics = RequestMetrics()
    metrics.count(method: "GET", route: "/tickets/:number", status: 200, seconds: 0.02)
    metrics.count(method: "GET", route: "/tickets/:number", status: 200, seconds: 20)
    metrics.count(method: "BREW", route: "none", status: 404, seconds: 0)
    var lines = MetricLines()
    lines.requests(metrics.snapshot)
    lines.gauge("disk_free_bytes", "Free space.", 1.5)
    let text = lines.text
    for expected in [
      "otklik_http_requests_total{method=\"GET\",route=\"/tickets/:number\",status=\"200\"} 2\n",
      "otklik_http_requests_total{method=\"other\",route=\"none\",status=\"404\"} 1\n",
      "otklik_http_request_seconds_bucket{route=\"/tickets/:number\",le=\"0.01\"} 0\n",
      "otklik_http_request_seconds_bucket{route=\"/tickets/:number\",le=\"0.025\"} 1\n",
      "otklik_http_request_seconds_bucket{route=\"/tickets/:number\",le=\"+Inf\"} 2\n",
      "otklik_http_request_seconds_count{route=\"/tickets/:number\"} 2\n",
      "# TYPE otklik_disk_free_bytes gauge\notklik_disk_free_bytes 1.5\n",
    ] { #expect(text.contains(expected), "\(expected)") }
  }
}
