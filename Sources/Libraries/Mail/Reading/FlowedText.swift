/// format=flowed (RFC 3676): lines that end in a space go on in the next one of the same quote depth.
enum FlowedText {
  static func unflowed(_ text: String, deletesSpace: Bool) -> String {
    var result: [UInt8] = []
    var isFirst = true
    var isOpen = false
    var openDepth = 0
    for raw in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
      let depth = raw.prefix { $0 == 0x3E }.count
      var content = raw.dropFirst(depth)
      if content.first == 0x20 { content = content.dropFirst() }
      let isSignature = content.elementsEqual("-- ".utf8)
      if isOpen, depth == openDepth, !isSignature {
        result.append(contentsOf: content)
      } else {
        if !isFirst { result.append(0x0A) }
        result.append(contentsOf: repeatElement(0x3E, count: depth))
        if depth > 0 { result.append(0x20) }
        result.append(contentsOf: content)
      }
      isFirst = false
      isOpen = content.last == 0x20 && !isSignature
      openDepth = depth
      if isOpen, deletesSpace { result.removeLast() }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
