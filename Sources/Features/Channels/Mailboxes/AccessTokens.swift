import Desk
import Mail
import Secrets
import Storage

extension Mailbox {
  /// Signing in by tokens instead of a password (OAuth 2): the permission that the provider gave to this desk.
  package struct OAuth: Sendable, Equatable {
    package var tokenURL: String
    package var clientID: String
    /// Sealed; some clients have none.
    package var clientSecret: [UInt8]?
    /// Sealed.
    package var refreshToken: [UInt8]

    package init(tokenURL: String, clientID: String, clientSecret: [UInt8]?, refreshToken: [UInt8]) {
      self.tokenURL = tokenURL
      self.clientID = clientID
      self.clientSecret = clientSecret
      self.refreshToken = refreshToken
    }

    fileprivate func grant(_ seal: Seal) throws -> TokenGrant {
      TokenGrant(
        url: tokenURL, clientID: clientID, clientSecret: try clientSecret.map { try seal.open($0).reveal() } ?? "",
        refreshToken: try seal.open(refreshToken).reveal())
    }
  }

  /// The server with what opens it, a fresh token where the mailbox signs in by tokens; `nil` when there is no server.
  package func reach(_ access: Access?, world: World) async throws -> MailServer? {
    guard let access, var server = try server(access, seal: world.keys.seal) else { return nil }
    let networks = world.mail
    server.allows = { networks.allowsMail($0, $1) }
    if let oauth, access.sealed == nil, !access.user.isEmpty {
      server.login = .bearer(user: access.user, token: try await world.parts.the(AccessTokens()).token(oauth, of: id, world: world))
    }
    return server
  }

  /// The server said no to the token: the next one is asked for.
  func forgetToken(world: World) async throws {
    if let oauth { await world.parts.the(AccessTokens()).forget(try oauth.grant(world.keys.seal)) }
  }
}

/// Tokens that are good for a while. Whoever needs one while it is being fetched waits for the same.
actor AccessTokens {
  private struct Known {
    let text: String
    let until: Instant
  }

  /// By the permission that was typed in: one that was only tried and is stored afterwards is known already.
  private var known: [TokenGrant: Known] = [:]
  private var running: [TokenGrant: Task<AccessToken, any Error>] = [:]
  /// What the server gave in the place of an older permission.
  private var successors: [TokenGrant: String] = [:]
  private let endpoint = TokenEndpoint()
  /// A token is not used in its last seconds: the mail server may see its end before us.
  static let margin: Int64 = 120

  func token(_ oauth: Mailbox.OAuth, of mailbox: Int64, world: World) async throws -> String {
    let grant = try oauth.grant(world.keys.seal)
    if let token = known[grant], world.now() < token.until { return token.text }
    let token = try await fetch(grant, world.mail)
    let fresh = Known(text: token.text, until: world.now() + .seconds(max(Int64(token.lifetime) - Self.margin, 0)))
    known[grant] = fresh
    if let next = token.nextRefreshToken, next != grant.refreshToken {
      successors[grant] = next
      known[grant.renewed(next)] = fresh
      try await store(next, over: oauth, of: mailbox, world: world)
    }
    return token.text
  }

  func forget(_ grant: TokenGrant) { known[grant] = nil }

  private func fetch(_ grant: TokenGrant, _ networks: MailNetworks) async throws -> AccessToken {
    if let task = running[grant] { return try await task.value }
    let (asked, endpoint) = (successors[grant].map(grant.renewed) ?? grant, endpoint)
    let task = Task { try await endpoint.refresh(asked) { networks.allowsTokens($0, $1) } }
    running[grant] = task
    defer { running[grant] = nil }
    return try await task.value
  }

  /// Not where somebody typed another one meanwhile. The settings are as they were: nobody's form is out of date by this.
  private func store(_ next: String, over old: Mailbox.OAuth, of mailbox: Int64, world: World) async throws {
    let sealed = world.keys.seal.close(Secret(next))
    try await world.write { change in
      _ = try change.db.run(
        "UPDATE mailbox SET oauth_refresh_token = \(sealed) WHERE id = \(mailbox) AND oauth_refresh_token = \(old.refreshToken)")
    }
  }
}

extension TokenGrant {
  fileprivate func renewed(_ next: String) -> TokenGrant {
    var grant = self
    grant.refreshToken = next
    return grant
  }
}
