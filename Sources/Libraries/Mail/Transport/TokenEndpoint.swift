import CCurl
import CCurlShim
import Foundation

/// A lasting permission to use a mailbox, and where it is changed for tokens that open it for an hour: OAuth 2, RFC 6749 section 6.
package struct TokenGrant: Sendable, Hashable {
  package var url: String
  package var clientID: String
  /// Empty for a client without one.
  package var clientSecret: String
  package var refreshToken: String

  package init(url: String, clientID: String, clientSecret: String, refreshToken: String) {
    self.url = url
    self.clientID = clientID
    self.clientSecret = clientSecret
    self.refreshToken = refreshToken
  }

  /// Secrets go over TLS, or stay on this machine.
  package static func isSafe(_ url: String) -> Bool {
    guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty, parts.user == nil, parts.fragment == nil else {
      return false
    }
    return parts.scheme == "https" || parts.scheme == "http" && ["127.0.0.1", "localhost", "[::1]", "::1"].contains(host)
  }
}

package struct AccessToken: Sendable, Equatable {
  package var text: String
  /// Seconds for which it is good.
  package var lifetime: Int
  /// Some servers give a new permission with each token; the old one may end then.
  package var nextRefreshToken: String?
}

/// Asks for tokens, one at a time, on a thread of its own.
package actor TokenEndpoint {
  private let thread = OwnThread(name: "tokens")
  /// What holds when the server does not say.
  private static let usualLifetime = 3600

  package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  package init() {}

  /// - Throws: `tokenRefused` when the permission is not good any more, any other `TransportFailure` when the server cannot be asked.
  package func refresh(_ grant: TokenGrant, allows: @escaping MailServer.Reach = { _, _ in true }) throws -> AccessToken {
    guard TokenGrant.isSafe(grant.url) else { throw TransportFailure(.invalidName, grant.url) }
    var fields = [("grant_type", "refresh_token"), ("refresh_token", grant.refreshToken), ("client_id", grant.clientID)]
    if !grant.clientSecret.isEmpty { fields.append(("client_secret", grant.clientSecret)) }
    let (status, body) = try FormPost(url: grant.url, fields: fields, allows: allows).answer()
    return try Self.token(status, body)
  }

  private struct Answer: Decodable {
    var accessToken: String?
    var expiresIn: Lifetime?
    var refreshToken: String?
    var error: String?
    var errorDescription: String?
  }

  /// A number, which some servers write as a text.
  private struct Lifetime: Decodable {
    let seconds: Int?
    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      // Neither is no lifetime at all.
      seconds = (try? value.decode(Int.self)) ?? (try? value.decode(String.self)).flatMap { Int($0) }
    }
  }

  static func token(_ status: Int, _ body: [UInt8]) throws -> AccessToken {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    // Whatever is no JSON says nothing but its status.
    let answer = try? decoder.decode(Answer.self, from: Data(body))
    if status == 200, let text = answer?.accessToken, isTransportable(text) {
      return AccessToken(text: text, lifetime: answer?.expiresIn?.seconds ?? usualLifetime, nextRefreshToken: answer?.refreshToken)
    }
    let reason = [answer?.error, answer?.errorDescription].compactMap { $0 }.joined(separator: ": ")
    let detail = "\(status) \(String(String.UnicodeScalarView(reason.unicodeScalars.filter { $0.value >= 32 }).prefix(300)))"
    switch status {
    case 400, 401, 403: throw TransportFailure(.tokenRefused, detail)
    case 429, 500...: throw TransportFailure(.deferred, detail)
    default: throw TransportFailure(.protocolViolation, "the token server answered \(detail)")
    }
  }

  /// It becomes a part of a line that is sent to the mail server.
  private static func isTransportable(_ token: String) -> Bool { !token.isEmpty && token.utf8.allSatisfy { $0 > 32 && $0 < 127 } }
}

/// One form sent to a web server. Nothing is followed and little is read.
private final class FormPost {
  private let url: String
  private let body: String
  private let sockets: SocketGuard
  private var received: [UInt8] = []
  private static let longestAnswer = 64 << 10
  /// Seconds; a mailbox waits for it.
  private static let patience = 20

  init(url: String, fields: [(String, String)], allows: @escaping MailServer.Reach) {
    self.url = url
    sockets = SocketGuard(allows)
    body = fields.map { "\($0)=\(Self.escaped($1))" }.joined(separator: "&")
  }

  private static func escaped(_ text: String) -> String {
    let plain = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
    return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
  }

  /// - Returns: status and body.
  func answer() throws -> (Int, [UInt8]) {
    guard let handle = curl_easy_init() else { throw TransportFailure(.unreachable, "libcurl cannot start") }
    defer { curl_easy_cleanup(handle) }
    mail_curl_set_string(handle, CURLOPT_URL, url)
    mail_curl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https")
    mail_curl_set_string(handle, CURLOPT_COPYPOSTFIELDS, body)
    mail_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
    mail_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, Self.patience)
    mail_curl_set_long(handle, CURLOPT_TIMEOUT, Self.patience)
    mail_curl_set_pointer(handle, CURLOPT_WRITEDATA, Unmanaged.passUnretained(self).toOpaque())
    mail_curl_set_body_sink(handle) { bytes, size, count, post in
      guard let bytes, let post else { return 0 }
      return Unmanaged<FormPost>.fromOpaque(post).takeUnretainedValue().take(UnsafeRawBufferPointer(start: bytes, count: size * count))
    }
    sockets.watch(handle)
    let code = curl_easy_perform(handle)
    guard code == CURLE_OK else { throw failure(code) }
    return (mail_curl_response_code(handle), received)
  }

  private func take(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard received.count + bytes.count <= Self.longestAnswer else { return 0 }
    received += bytes
    return bytes.count
  }

  private func failure(_ code: CURLcode) -> TransportFailure {
    if code == CURLE_COULDNT_CONNECT, let refused = sockets.refused { return TransportFailure(.addressNotAllowed, refused) }
    let reason = "token server: " + String(cString: curl_easy_strerror(code))
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST: return TransportFailure(.cannotResolve, reason)
    case CURLE_COULDNT_CONNECT: return TransportFailure(.unreachable, reason)
    case CURLE_OPERATION_TIMEDOUT: return TransportFailure(.timeout, reason)
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION: return TransportFailure(.tls, reason)
    case CURLE_WRITE_ERROR: return TransportFailure(.protocolViolation, reason)
    default: return TransportFailure(.disconnected, reason)
    }
  }
}
