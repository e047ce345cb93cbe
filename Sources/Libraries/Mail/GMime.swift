import CGMime
import CGMimeShim

/// The MIME library wants one call before its first use; every entry of this folder that reaches C goes through here.
enum GMime {
  private static let started: Bool = {
    g_mime_init()
    return true
  }()

  static func start() { _ = started }
}
