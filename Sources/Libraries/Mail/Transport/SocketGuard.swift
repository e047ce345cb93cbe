import CCurl
import CCurlShim
import Glibc

/// Decides of each address, at the moment in which a connection to it is made, whether it may be reached: a name that is asked for a
/// second time can give another address.
final class SocketGuard {
  private let allows: MailServer.Reach
  /// The last address that was refused.
  private(set) var refused: String?

  init(_ allows: @escaping MailServer.Reach) { self.allows = allows }

  /// The handle must not outlive the guard.
  func watch(_ handle: UnsafeMutableRawPointer) {
    mail_curl_set_socket_opener(
      handle,
      { guardian, _, target in
        guard let guardian, let target else { return CURL_SOCKET_BAD }
        return Unmanaged<SocketGuard>.fromOpaque(guardian).takeUnretainedValue().open(target)
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  private func open(_ target: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
    guard let (address, port) = Self.numbers(of: target), allows(address, port) else {
      refused = Self.numbers(of: target)?.address ?? "?"
      return CURL_SOCKET_BAD
    }
    return socket(target.pointee.family, target.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue), target.pointee.protocol)
  }

  private static func numbers(of target: UnsafeMutablePointer<curl_sockaddr>) -> (address: String, port: Int)? {
    guard let place = target.pointer(to: \.addr) else { return nil }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXHOST)) { host in
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXSERV)) { service in
        let code = getnameinfo(
          place, socklen_t(target.pointee.addrlen), host.baseAddress, socklen_t(host.count), service.baseAddress, socklen_t(service.count),
          NI_NUMERICHOST | NI_NUMERICSERV)
        guard code == 0, let port = Int(String(cString: service.baseAddress!)) else { return nil }
        // `fe80::1%eth0`
        return (String(String(cString: host.baseAddress!).prefix { $0 != "%" }), port)
      }
    }
  }
}
