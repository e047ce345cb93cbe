import Secrets

/// What the settings say about requests from outside.
package struct Edge: Sendable {
  /// Whose word on the client's address is taken.
  package var trustedProxies: [AddressRange]
  /// Opens `/metrics` to other machines.
  package var metricsToken: Secret?

  package init(trustedProxies: [AddressRange] = [], metricsToken: Secret? = nil) {
    self.trustedProxies = trustedProxies
    self.metricsToken = metricsToken
  }
}
