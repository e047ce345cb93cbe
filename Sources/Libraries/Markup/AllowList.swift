/// Which elements of foreign HTML come out, and as what.
enum AllowList {
  enum Treatment: Equatable {
    /// Comes out under this name.
    case keep(String)
    /// Its content comes out without it.
    case unwrap
    /// Nothing of it comes out.
    case drop
  }

  static func treatment(of name: String) -> Treatment { table[name] ?? .unwrap }

  /// An element that ends an open paragraph when it begins.
  static func isBlock(_ name: String) -> Bool { blocks.contains(name) }

  static let void: Set<String> = ["br", "hr", "wbr", "img"]
  static let headings: Set<String> = ["h1", "h2", "h3", "h4", "h5", "h6"]

  private static let kept = [
    "p", "div", "span", "br", "hr", "wbr", "h1", "h2", "h3", "h4", "h5", "h6", "b", "strong", "i", "em", "u", "s", "del", "ins", "sub",
    "sup",
    "small", "code", "kbd", "samp", "var", "pre", "blockquote", "q", "cite", "abbr", "mark", "bdo", "bdi", "ul", "ol", "li", "dl", "dt",
    "dd",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "a", "img",
  ]
  private static let renamed = [
    "strike": "s", "tt": "code", "listing": "pre", "xmp": "pre", "plaintext": "pre", "menu": "ul", "dir": "ul", "image": "img",
    "center": "div", "article": "div", "section": "div", "main": "div", "nav": "div", "aside": "div", "header": "div", "footer": "div",
    "form": "div", "fieldset": "div", "legend": "div", "figure": "div", "figcaption": "div", "address": "div", "details": "div",
    "summary": "div", "hgroup": "div", "dialog": "div",
  ]
  private static let dropped = [
    "head", "title", "script", "style", "link", "meta", "base", "template", "iframe", "frame", "frameset", "noframes", "noembed", "embed",
    "applet", "param", "source", "track", "canvas", "svg", "math", "select", "option", "optgroup", "datalist", "textarea", "input",
    "keygen",
    "isindex", "bgsound", "basefont", "colgroup", "col",
  ]
  private static let table: [String: Treatment] = {
    var table: [String: Treatment] = [:]
    for name in kept { table[name] = .keep(name) }
    for (name, other) in renamed { table[name] = .keep(other) }
    for name in dropped { table[name] = .drop }
    return table
  }()
  private static let blocks: Set<String> = headings.union([
    "p", "div", "hr", "pre", "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "table", "listing", "xmp", "plaintext", "menu", "dir",
    "center",
    "article", "section", "main", "nav", "aside", "header", "footer", "form", "fieldset", "figure", "figcaption", "address", "details",
    "summary", "hgroup", "dialog", "caption", "thead", "tbody", "tfoot", "tr", "td", "th",
  ])
}
