import Storage

/// Companies and the people who ask.
package enum Clients: Feature {
  package static var schema: [Migration] { ClientsSchema.steps }

  package static func routes(_ routes: Routes) {
    CompanyRoutes.add(to: routes)
    ContactRoutes.add(to: routes)
    ClientSuggestions.add(to: routes)
  }
}
