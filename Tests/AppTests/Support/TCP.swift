import Foundation

/// A blocking connection on this machine; one thread uses it.
final class TCP {
  private let file: Int32
  private var read: [UInt8] = []

  init(port: Int) throws {
    file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port)).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
    guard status == 0 else {
      close(file)
      throw Unexpected(text: "port \(port): \(String(cString: strerror(errno)))")
    }
  }

  deinit { close(file) }

  func send(_ text: String) throws {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let sent = bytes.withUnsafeBytes { Glibc.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard sent > 0 else { throw Unexpected(text: "the connection is gone") }
      bytes = bytes.dropFirst(sent)
    }
  }

  /// Whether something comes, or the end, within this time.
  func hears(within milliseconds: Int32) -> Bool {
    var wanted = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
    return poll(&wanted, 1, milliseconds) > 0
  }

  func readLine() throws -> String {
    while true {
      if let end = read.firstIndex(of: 10) {
        defer { read.removeFirst(end + 1) }
        return String(decoding: read[..<end], as: UTF8.self).trimmingCharacters(in: .newlines)
      }
      guard fill() else { throw Unexpected(text: "the connection is gone") }
    }
  }

  func readAll() -> String {
    while fill() {}
    return String(decoding: read, as: UTF8.self)
  }

  private func fill() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(file, &buffer, buffer.count, 0)
    guard count > 0 else { return false }
    read += buffer[..<count]
    return true
  }
}
