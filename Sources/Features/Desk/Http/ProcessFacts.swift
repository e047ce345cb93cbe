import Foundation

enum DiskSpace {
  /// Bytes that an ordinary user may still write where this folder is.
  static func free(at path: String?) -> Int64? {
    guard let path else { return nil }
    var facts = statvfs()
    guard statvfs(path, &facts) == 0 else { return nil }
    return Int64(facts.f_bavail) * Int64(facts.f_frsize)
  }
}

enum ProcessMemory {
  /// Resident bytes of this process; 0 where the system does not tell.
  static var resident: Int64 {
    guard let text = FileManager.default.contents(atPath: "/proc/self/statm") else { return 0 }
    let fields = String(decoding: text, as: UTF8.self).split(separator: " ")
    return fields.count > 1 ? (Int64(fields[1]) ?? 0) * Int64(sysconf(Int32(_SC_PAGESIZE))) : 0
  }
}
