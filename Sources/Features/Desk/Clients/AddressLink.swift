import Web

/// An address that is written to by a press; in a narrow column it breaks after its @.
struct AddressLink {
  let address: String

  var html: HTML {
    let halves = address.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let text: HTML = halves.count == 2 ? "\(String(halves[0]))@<wbr>\(String(halves[1]))" : "\(address)"
    return "<a href=\"\(url: "mailto:\(address)")\">\(text)</a>"
  }
}
