/// One range of a file's bytes, as a browser asks for it (RFC 9110, 14.1.2). Lists of ranges are answered with the whole.
enum ByteRange: Equatable {
  case whole
  case part(Range<Int>)
  case unsatisfiable

  init(_ header: String?, size: Int) {
    guard let header, header.lowercased().hasPrefix("bytes="), !header.contains(",") else {
      self = .whole
      return
    }
    let ends = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, ends.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }) else {
      self = .whole
      return
    }
    self = Self.range(Int(ends[0]), Int(ends[1]), size: size)
  }

  private static func range(_ first: Int?, _ last: Int?, size: Int) -> ByteRange {
    switch (first, last) {
    case (let first?, let last?) where first > last: .whole
    case (let first?, _) where first >= size: .unsatisfiable
    case (let first?, let last): .part(first..<min((last ?? size - 1), size - 1) + 1)
    case (nil, let count?) where count == 0 || size == 0: .unsatisfiable
    case (nil, let count?): .part(max(size - count, 0)..<size)
    case (nil, nil): .whole
    }
  }
}
