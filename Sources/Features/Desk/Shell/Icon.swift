import Web

extension Frame {
  /// A picture from the sprite; it never stands alone without words for those who do not see it.
  package func icon(_ name: String) -> HTML {
    "<svg class=\"icon\" aria-hidden=\"true\"><use href=\"\(assets.url("vendor/icons.svg"))#\(name)\"/></svg>"
  }

  /// A person's initials on a colour that stays the same for the same name.
  /// - Parameter presence: the ring around it: online, typing, replying, away.
  package func avatar(_ name: String, classes: String = "", presence: String? = nil) -> HTML {
    let ring: HTML = presence.map { " data-presence=\"\($0)\"" } ?? .empty
    return "<span class=\"avatar \(classes)\" data-hue=\"\(Self.hue(name))\"\(ring) aria-hidden=\"true\">\(Self.initials(name))</span>"
  }

  package func person(_ name: String, classes: String = "") -> HTML {
    "<span class=\"person\">\(avatar(name, classes: classes))<span>\(name)</span></span>"
  }

  static func initials(_ name: String) -> String {
    var initials = "", isInWord = false
    for scalar in name.unicodeScalars where initials.unicodeScalars.count < 2 {
      if scalar == " " {
        isInWord = false
      } else if !isInWord, scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        initials.unicodeScalars.append(scalar)
        isInWord = true
      }
    }
    return initials.uppercased()
  }

  private static func hue(_ name: String) -> Int {
    let sum = name.utf8.reduce(UInt32(7)) { ($0 &* 31) &+ UInt32($1) }
    return Int(sum % 7) + 1
  }
}
