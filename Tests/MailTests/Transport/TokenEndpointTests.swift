import DeskTesting
import Foundation
import Testing

@testable import Mail

struct TokenEndpointTests {
  private func grant(_ server: TokenServer, _ refresh: String = "first&=") -> TokenGrant {
    TokenGrant(url: server.url, clientID: "desk", clientSecret: "s e+c", refreshToken: refresh)
  }

  @Test func `Asks as the standard says`() async throws {
    let server = try TokenServer(["first&=": .init("abc", next: "second")])
    let token = try await TokenEndpoint().refresh(grant(server))
    #expect(token == AccessToken(text: "abc", lifetime: 3600, nextRefreshToken: "second"))
    #expect(
      try server.asked() == [["grant_type": "refresh_token", "refresh_token": "first&=", "client_id": "desk", "client_secret": "s e+c"]])
  }

  @Test func `A permission that was revoked is told in the provider's words`() async throws {
    let server = try TokenServer([:])
    await #expect(throws: TransportFailure(.tokenRefused, "400 invalid_grant: Token has been revoked.")) {
      try await TokenEndpoint().refresh(grant(server))
    }
  }

  @Test func `A server that may not be reached is not asked`() async throws {
    let server = try TokenServer(["first&=": .init("abc")])
    await #expect(throws: TransportFailure(.addressNotAllowed, "127.0.0.1")) {
      try await TokenEndpoint().refresh(grant(server)) { address, _ in address != "127.0.0.1" }
    }
    #expect(try server.asked().isEmpty)
  }

  @Test(
    arguments: [
      (200, #"{"access_token":"a","expires_in":"120"}"#, AccessToken(text: "a", lifetime: 120), nil),
      (200, #"{"access_token":"a"}"#, AccessToken(text: "a", lifetime: 3600), nil), (200, "<html>", nil, .protocolViolation),
      (200, #"{"access_token":"a\r\nb"}"#, nil, .protocolViolation), (302, "", nil, .protocolViolation),
      (401, #"{"error":"invalid_client"}"#, nil, .tokenRefused), (503, "busy", nil, .deferred), (429, "", nil, .deferred),
    ] as [(Int, String, AccessToken?, TransportFailure.Kind?)])
  func `Answers are read`(_ status: Int, _ body: String, _ token: AccessToken?, _ kind: TransportFailure.Kind?) {
    do {
      #expect(try TokenEndpoint.token(status, Array(body.utf8)) == token)
    } catch {
      #expect((error as? TransportFailure)?.kind == kind && kind != nil)
    }
  }

  @Test(arguments: [
    ("https://oauth2.googleapis.com/token", true), ("http://127.0.0.1:9/x", true), ("http://[::1]/x", true),
    ("http://oauth.example/token", false), ("ftp://oauth.example", false), ("https://user@oauth.example/", false), ("https://", false),
    ("", false), ("https://oauth.example/#x", false),
  ])
  func `Secrets go over TLS or stay on the machine`(_ url: String, _ isSafe: Bool) { #expect(TokenGrant.isSafe(url) == isSafe) }
}
