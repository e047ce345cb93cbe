import Foundation
import Hummingbird
import Storage
import Web

/// What comboboxes ask for while somebody types: a few clients, as JSON.
enum ClientSuggestions {
  static let most = 20

  /// The shape that `combobox.js` reads.
  private struct Item: Encodable {
    let value: String
    let label: String
    let hint: String
    /// A contact's company, which a form may take over.
    let company: String?
  }

  static func add(to routes: Routes) {
    routes.get("contacts/search", .right(.viewClients)) { try await answer(.contact, $0) }
    routes.get("companies/search", .right(.viewClients)) { try await answer(.company, $0) }
  }

  private static func answer(_ kind: ClientWords.Kind, _ visit: Visit) async throws -> Response {
    let (agent, query) = (try visit.agent, String((visit.query("q") ?? "").prefix(SearchKey.longest)))
    let lines = try await visit.world.read { try agent.suggestions(kind, query: query, limit: most, in: $0) }
    let items = lines.map { line in
      Item(
        value: String(line.id), label: line.name, hint: [line.company, line.detail].compactMap { $0 }.joined(separator: ", "),
        company: line.company)
    }
    let bytes = ByteBuffer(bytes: try JSONEncoder().encode(items))
    return Response(status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"], body: .init(byteBuffer: bytes))
  }
}
