import Secrets

/// What the settings say about requests from outside.
package struct Edge: Sendable {
  /// Whose word on the client's address is taken.
  package var trustedProxies: [AddressRange]
  /// Opens `/metrics` to other machines.
  package var metricsToken: Secret?
  /// Whom to tell of a hole in this desk, as a URI.
  package var securityContact: String?

  package init(trustedProxies: [AddressRange] = [], metricsToken: Secret? = nil, securityContact: String? = nil) {
    self.securityContact = securityContact
    self.trustedProxies = trustedProxies
    self.metricsToken = metricsToken
  }
}
