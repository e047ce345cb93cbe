import Foundation

/// The folder with the program's own files, `Public` and `Languages`.
enum ResourceFolder {
  static func find(_ chosen: String?) throws -> String {
    if let chosen {
      guard isOne(chosen) else {
        throw Complaint(.resources, "\(chosen): no Public and Languages in it.", advice: "Set --resources to the folder that holds both.")
      }
      return chosen
    }
    guard let found = candidates.first(where: isOne) else {
      throw Complaint(
        .resources, "The folders Public and Languages were not found in: \(candidates.joined(separator: ", ")).",
        advice: "Set --resources to the folder that holds both.")
    }
    return found
  }

  private static var candidates: [String] {
    let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
    return [executable, "\(executable)/../share/otklik", "/usr/share/otklik", FileManager.default.currentDirectoryPath]
  }

  private static func isOne(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return ["Public", "Languages"].allSatisfy {
      FileManager.default.fileExists(atPath: "\(path)/\($0)", isDirectory: &isFolder) && isFolder.boolValue
    }
  }
}
