import Storage

/// Companies and the people who ask.
package enum Clients: Feature {
  package static var schema: [Migration] { ClientsSchema.steps }
}
