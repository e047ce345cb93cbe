import Web

extension Attachment {
  /// Pictures above this are not fetched for a tile of 36 pixels.
  private static let largestThumbnail: Int64 = 1 << 20

  /// A file under a message. Pictures open in the page, everything else is saved.
  /// - Parameter address: where its bytes are, when they are no file of a ticket.
  func tile(_ frame: Frame, at address: String? = nil) -> HTML {
    let isShown = isPicture && size <= Self.largestThumbnail
    let picture: HTML = "<img src=\"\(address ?? "/files/\(publicID)/thumb")\" alt=\"\" width=\"36\" height=\"36\" loading=\"lazy\">"
    let thumb: HTML = isShown ? picture : frame.icon(icon)
    let warning: HTML = "<span class=\"sr\">\(frame.t("files.runs"))</span>"
    return """
      <a class="file" href="\(address ?? path)"\(if: isPicture, " data-lightbox")\(if: isExecutable, " data-danger title=\"\(frame.t("files.runs"))\"")>\
      <span class="file-thumb">\(thumb)</span><span class="file-name"><span>\(name)</span><small>\(frame.size(size))\
      \(if: isExecutable, warning)</small></span></a>
      """
  }

  /// A file in the composer that goes out with the message unless its box is cleared.
  func waitingTile(_ frame: Frame, isWanted: Bool = true) -> HTML {
    """
    <span class="file"><span class="file-thumb">\(frame.icon(icon))</span><span class="file-name"><span>\(name)</span>\
    <small>\(frame.size(size))</small></span><label class="check"><input type="checkbox" name="upload" value="\(publicID)"\(if: isWanted, " checked")>\
    <span class="sr">\(frame.t("files.send", ["name": name]))</span></label></span>
    """
  }

  private var icon: String {
    if isExecutable { return "triangle-alert" }
    let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    switch ending {
    case "pdf", "doc", "docx", "odt", "rtf", "txt", "md", "log": return "file-text"
    case "xls", "xlsx", "ods", "csv": return "file-spreadsheet"
    case "zip", "rar", "7z", "gz", "tar", "tgz": return "file-archive"
    default: return isPicture ? "image" : "file"
    }
  }
}

extension Frame {
  /// "12 KB", "1,4 MB": as the modules write it.
  func size(_ bytes: Int64) -> String {
    if bytes < 1 << 20 { return t("js.size.kb", ["n": String(max(1, (bytes + 512) >> 10))]) }
    let tenths = (bytes * 10 + 1 << 19) >> 20
    let point = t.language == .ru ? "," : "."
    return t("js.size.mb", ["n": tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10)\(point)\(tenths % 10)"])
  }
}
