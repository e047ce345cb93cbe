import CCurl
import CCurlShim
import Foundation

/// A connection to a mail server after TLS and login, which libcurl made; the lines after that are spoken over it by the callers.
///
/// libcurl's own IMAP commands always mark a message as read and lose literals in the answers to others, and its SMTP tells not which
/// recipient was refused how. Its connection (CURLOPT_CONNECT_ONLY) has none of this.
///
/// Every call blocks: it belongs on a thread of its own, one at a time.
final class ServerConnection {
  /// All that the server said until the login was done.
  private(set) var greeting: [String] = []
  private let handle: UnsafeMutableRawPointer
  private let errorText: UnsafeMutablePointer<CChar>
  private let idleTimeout: Int
  private let sockets: SocketGuard
  private var buffer: [UInt8] = []
  private var consumed = 0
  private static let chunk = 64 << 10
  /// Milliseconds after which a cancelled task is noticed.
  private static let slice = 200

  private static let isReady: Bool = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// `scheme` is `imap` or `smtp`; `name` is what SMTP says after EHLO.
  init(_ server: MailServer, scheme: String, name: String = "") throws {
    guard Self.isReady, let handle = curl_easy_init() else { throw TransportFailure(.unreachable, "libcurl cannot start") }
    self.handle = handle
    idleTimeout = server.idleTimeout
    sockets = SocketGuard(server.allows)
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    try configure(server, scheme: scheme, name: name)
    try connect(server)
  }

  deinit {
    curl_easy_cleanup(handle)
    errorText.deallocate()
  }

  private func configure(_ server: MailServer, scheme: String, name: String) throws {
    let host = server.host.contains(":") && !server.host.hasPrefix("[") ? "[\(server.host)]" : server.host
    guard host.utf8.allSatisfy({ $0 > 32 && !"/@?#\\".utf8.contains($0) }), !host.isEmpty, (1...65535).contains(server.port) else {
      throw TransportFailure(.invalidName, "\(server.host):\(server.port)")
    }
    let whole = scheme + (server.security == .tls ? "s" : "")
    mail_curl_set_string(handle, CURLOPT_URL, "\(whole)://\(host):\(server.port)/\(name)")
    mail_curl_set_string(handle, CURLOPT_PROTOCOLS_STR, whole)
    mail_curl_set_string(handle, CURLOPT_PROXY, "")
    mail_curl_set_long(handle, CURLOPT_CONNECT_ONLY, 1)
    mail_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
    mail_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, server.connectTimeout)
    mail_curl_set_long(handle, CURLOPT_TIMEOUT, server.connectTimeout)
    mail_curl_set_long(handle, CURLOPT_TCP_KEEPALIVE, 1)
    mail_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText)
    mail_curl_set_pointer(handle, CURLOPT_HEADERDATA, Unmanaged.passUnretained(self).toOpaque())
    mail_curl_set_header_sink(handle) { bytes, size, count, connection in
      guard let bytes, let connection else { return 0 }
      Unmanaged<ServerConnection>.fromOpaque(connection).takeUnretainedValue().note(
        UnsafeRawBufferPointer(start: bytes, count: size * count))
      return size * count
    }
    mail_curl_set_long(handle, CURLOPT_NOPROGRESS, 0)
    mail_curl_set_progress(handle) { _, _, _, _, _ in Task<Never, Never>.isCancelled ? 1 : 0 }
    sockets.watch(handle)
    secure(server)
    identify(server.login)
  }

  private func secure(_ server: MailServer) {
    let wanted: CURLoption = CURLOPT_USE_SSL
    switch server.security {
    case .tls, .startTLS: mail_curl_set_long(handle, wanted, Int(CURLUSESSL_ALL.rawValue))
    case .startTLSIfOffered: mail_curl_set_long(handle, wanted, Int(CURLUSESSL_TRY.rawValue))
    case .none: mail_curl_set_long(handle, wanted, Int(CURLUSESSL_NONE.rawValue))
    }
    mail_curl_set_long(handle, CURLOPT_SSL_VERIFYPEER, server.verifiesCertificate ? 1 : 0)
    mail_curl_set_long(handle, CURLOPT_SSL_VERIFYHOST, server.verifiesCertificate ? 2 : 0)
    if let file = server.authorityFile { mail_curl_set_string(handle, CURLOPT_CAINFO, file) }
  }

  private func identify(_ login: MailServer.Login) {
    switch login {
    case .none: break
    case .password(let user, let password):
      mail_curl_set_string(handle, CURLOPT_USERNAME, user)
      mail_curl_set_string(handle, CURLOPT_PASSWORD, password)
      // Left to itself libcurl prefers Kerberos and NTLM, which fail outside of a Windows domain and are not given up for the next.
      mail_curl_set_string(handle, CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN")
    case .bearer(let user, let token):
      mail_curl_set_string(handle, CURLOPT_USERNAME, user)
      mail_curl_set_string(handle, CURLOPT_XOAUTH2_BEARER, token)
      mail_curl_set_string(handle, CURLOPT_LOGIN_OPTIONS, "AUTH=XOAUTH2;AUTH=OAUTHBEARER")
    }
  }

  private func connect(_ server: MailServer) throws {
    var code = curl_easy_perform(handle)
    if code == CURLE_LOGIN_DENIED, case .password = server.login, loginLine == nil {
      // An IMAP server without SASL was never asked: any other way to log in will do.
      greeting = []
      mail_curl_set_string(handle, CURLOPT_LOGIN_OPTIONS, nil)
      code = curl_easy_perform(handle)
    }
    guard code != CURLE_OK else { return }
    var failure = failure(code)
    if failure.kind == .loginDenied, case .bearer = server.login { failure.kind = .tokenRefused }
    throw failure
  }

  private func note(_ bytes: UnsafeRawBufferPointer) {
    guard greeting.count < 1000 else { return }
    greeting.append(String(decoding: bytes.prefix(1000), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
  }

  /// The line by which the server refused a login.
  private var loginLine: String? {
    guard let last = greeting.last else { return nil }
    let words = last.split(separator: " ")
    let isNo = words.count > 1 && (words[1] == "NO" || words[1] == "BAD")
    return isNo || last.hasPrefix("5") || last.hasPrefix("4") ? last : nil
  }

  private func failure(_ code: CURLcode) -> TransportFailure {
    let written = String(cString: errorText)
    let reason = written.isEmpty ? String(cString: curl_easy_strerror(code)) : written
    let last = greeting.last ?? ""
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST: return TransportFailure(.cannotResolve, reason)
    case CURLE_COULDNT_CONNECT:
      if let refused = sockets.refused { return TransportFailure(.addressNotAllowed, refused) }
      return TransportFailure(.unreachable, reason)
    case CURLE_OPERATION_TIMEDOUT: return TransportFailure(.timeout, reason)
    case CURLE_USE_SSL_FAILED: return TransportFailure(.noEncryption, reason)
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_SSL_ISSUER_ERROR,
      CURLE_SSL_CIPHER:
      return TransportFailure(.tls, reason)
    case CURLE_ABORTED_BY_CALLBACK: return TransportFailure(.cancelled, reason)
    case CURLE_LOGIN_DENIED:
      let isPassing = last.hasPrefix("4") || last.contains("[UNAVAILABLE]") || last.contains("[INUSE]")
      return TransportFailure(isPassing ? .deferred : .loginDenied, loginLine ?? reason)
    default:
      if last.hasPrefix("4") { return TransportFailure(.deferred, last) }
      if last.hasPrefix("5") || last.hasPrefix("* BYE") { return TransportFailure(.refused, last) }
      return TransportFailure(.disconnected, reason)
    }
  }

  func send(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      var count = 0
      let code = bytes.withUnsafeBytes { curl_easy_send(handle, $0.baseAddress! + sent, min(bytes.count - sent, Self.chunk), &count) }
      if code == CURLE_AGAIN { try wait(for: POLLOUT, seconds: idleTimeout) } else if code != CURLE_OK { throw failure(code) }
      sent += count
    }
  }

  func send(_ line: String) throws { try send(Array((line + "\r\n").utf8)) }

  /// A line without its end. `seconds` of silence end the wait, the connection's own if nil.
  func line(limit: Int = 64 << 10, seconds: Int? = nil) throws -> [UInt8] {
    var searched = consumed
    while true {
      if let end = buffer[searched...].firstIndex(of: 10) {
        let line = buffer[consumed..<end]
        consumed = end + 1
        return Array(line.last == 13 ? line.dropLast() : line)
      }
      if buffer.count - consumed > limit { throw TransportFailure(.protocolViolation, "a line of more than \(limit) bytes") }
      let pending = buffer.count - consumed
      try receive(seconds: seconds ?? idleTimeout)
      searched = consumed + pending
    }
  }

  func bytes(_ count: Int) throws -> [UInt8] {
    var all: [UInt8] = []
    all.reserveCapacity(count)
    try pieces(count) { all += $0 }
    return all
  }

  /// Hands over the next `count` bytes as they come in: they are never in memory together.
  func pieces(_ count: Int, _ take: (ArraySlice<UInt8>) throws -> Void) throws {
    var left = count
    while left > 0 {
      if consumed == buffer.count { try receive(seconds: idleTimeout) }
      let piece = buffer[consumed..<min(buffer.count, consumed + left)]
      consumed += piece.count
      left -= piece.count
      try take(piece)
    }
  }

  private func receive(seconds: Int) throws {
    if consumed > 0 {
      buffer.removeSubrange(..<consumed)
      consumed = 0
    }
    var code = CURLE_AGAIN
    while code == CURLE_AGAIN {
      let piece = [UInt8](unsafeUninitializedCapacity: Self.chunk) { space, count in
        code = curl_easy_recv(handle, space.baseAddress, Self.chunk, &count)
      }
      if code == CURLE_AGAIN { try wait(for: POLLIN, seconds: seconds) } else if code != CURLE_OK { throw failure(code) }
      if code == CURLE_OK, piece.isEmpty { throw TransportFailure(.disconnected, "the server closed the connection") }
      buffer += piece
    }
  }

  private func wait(for event: Int32, seconds: Int) throws {
    var waited = 0
    while waited < seconds * 1000 {
      if Task.isCancelled { throw TransportFailure(.cancelled, "cancelled") }
      var poller = pollfd(fd: mail_curl_socket(handle), events: Int16(event), revents: 0)
      guard poller.fd >= 0 else { throw TransportFailure(.disconnected, "the connection is gone") }
      if poll(&poller, 1, Int32(Self.slice)) != 0 { return }
      waited += Self.slice
    }
    throw TransportFailure(.timeout, "no answer for \(seconds) s")
  }
}
