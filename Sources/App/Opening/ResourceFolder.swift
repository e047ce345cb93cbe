import Foundation

/// The folder with the program's own files, `Public` and `Languages`.
enum ResourceFolder {
  static func find(_ chosen: String?) throws -> String {
    if let chosen {
      guard isOne(chosen) else {
        throw lacking(chosen)
      }
      return chosen
    }
    guard let found = candidates.first(where: isOne) else {
      throw lacking(candidates.joined(separator: ", "))
    }
    return found
  }

  /// In words of its own: the texts are what is missing.
  private static func lacking(_ places: String) -> Complaint {
    switch CommandWords.language() {
    case .en:
      Complaint(
        .resources, "The folders Public and Languages were not found in: \(places).",
        advice: "Set --resources to the folder that holds both.")
    // data: said where the files of the languages are not there
    case .ru:
      Complaint(
        .resources, "Не найдены папки Public и Languages в: \(places).", advice: "Укажите в --resources папку, где лежат обе.")
    }
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
