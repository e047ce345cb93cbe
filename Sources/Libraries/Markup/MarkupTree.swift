import CGumbo
import CGumboArena

typealias MarkupNode = UnsafePointer<GumboNode>

/// A parsed document. Nodes live as long as it does.
final class MarkupTree {
  private let source: UnsafeMutableBufferPointer<UInt8>
  private let arena: OpaquePointer
  let root: MarkupNode

  /// Nil when the document is over the budget.
  init?(_ html: String, budget: MarkupBudget) {
    var html = html
    let copy: UnsafeMutableBufferPointer<UInt8>? = html.withUTF8 { bytes in
      guard bytes.count <= budget.size, NestingScan.accepts(bytes, budget: budget) else { return nil }
      let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count + 1)
      _ = copy.initialize(from: bytes)
      // NUL means something else in each part of the grammar and nothing to a reader.
      for index in bytes.indices where copy[index] == 0 { copy[index] = 32 }
      copy[bytes.count] = 0
      return copy
    }
    guard let copy else { return nil }
    guard let arena = markup_arena_parse(copy.baseAddress!, copy.count - 1, budget.memory) else {
      copy.deallocate()
      return nil
    }
    self.source = copy
    self.arena = arena
    root = markup_arena_root(arena)
  }

  deinit {
    markup_arena_free(arena)
    source.deallocate()
  }
}

extension MarkupNode {
  var isElement: Bool { pointee.type == GUMBO_NODE_ELEMENT }
  var isHTML: Bool { pointee.v.element.tag_namespace == GUMBO_NAMESPACE_HTML }

  /// Empty for an element that the parser does not know.
  var name: String { String(cString: gumbo_normalized_tagname(pointee.v.element.tag)) }

  /// The text of a text node.
  var text: String? {
    switch pointee.type {
    case GUMBO_NODE_TEXT, GUMBO_NODE_WHITESPACE, GUMBO_NODE_CDATA: String(cString: pointee.v.text.text)
    default: nil
    }
  }

  var childCount: Int { isElement ? Int(pointee.v.element.children.length) : 0 }

  func child(_ index: Int) -> MarkupNode {
    let child: UnsafeMutableRawPointer? = pointee.v.element.children.data[index]
    return MarkupNode(child!.assumingMemoryBound(to: GumboNode.self))
  }

  func attribute(_ name: String) -> String? {
    var attributes = pointee.v.element.attributes
    guard attributes.length > 0, let found = gumbo_get_attribute(&attributes, name) else { return nil }
    return String(cString: found.pointee.value)
  }
}
