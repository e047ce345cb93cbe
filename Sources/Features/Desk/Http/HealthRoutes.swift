import Hummingbird
import Web

/// `/healthz`: the program answers. `/readyz`: it can do its work; what exactly cannot be done is told to its operator only.
enum HealthRoutes {
  static func add(to routes: Routes) {
    routes.get("healthz", .anyone) { _ in
      Response(
        status: .ok, headers: [.contentType: "text/plain", .cacheControl: "no-store"], body: .init(byteBuffer: ByteBuffer(string: "ok\n")))
    }
    routes.get("readyz", .anyone) { visit in
      let checks = await Readiness.checks(of: visit.world, now: visit.now)
      let isReady = checks.allSatisfy { $0.isWell || !$0.isVital }
      var answer: [String: Any] = ["ready": isReady]
      if visit.isFromOperator {
        answer["checks"] = checks.map { ["name": $0.name, "well": $0.isWell, "vital": $0.isVital, "detail": $0.detail] as [String: Any] }
      }
      return try visit.json(answer, status: isReady ? .ok : .serviceUnavailable)
    }
  }
}
