import Hummingbird
import Storage
import Web

/// `/.well-known/security.txt` (RFC 9116): whom a finder of a hole writes to. Who runs the desk says it in the settings; without
/// that the file is not there, rather than naming somebody who does not read it.
enum SecurityTxtRoutes {
  static let path = "/.well-known/security.txt"
  /// The file is good for this long from when it is read; readers must not trust an old copy.
  private static let life = Int64(180 * 24 * 3600)

  static func add(to routes: Routes) {
    routes.get(".well-known/security.txt", .anyone) { visit in
      guard let contact = visit.world.edge.securityContact else { throw Refusal.notFound }
      var lines = ["Contact: \(contact)", "Expires: \((visit.now + .seconds(life)).iso)", "Preferred-Languages: ru, en"]
      if let address = visit.world.address { lines.append("Canonical: \(address)\(path)") }
      return Response(
        status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
        body: .init(byteBuffer: ByteBuffer(string: lines.joined(separator: "\n") + "\n")))
    }
  }
}
