import Foundation
import Testing

@testable import Markup

struct XSSVector: Codable, CustomTestStringConvertible, Sendable {
  var name: String
  var html: String
  var testDescription: String { name }

  static let all: [XSSVector] = {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "XSSCorpus.json")
    do {
      return try JSONDecoder().decode([XSSVector].self, from: Data(contentsOf: url))
    } catch {
      fatalError("The corpus cannot be read: \(error)")
    }
  }()
}

struct XSSCorpusTests {
  @Test func `The corpus is large enough to mean something`() {
    #expect(XSSVector.all.count >= 200)
    #expect(Set(XSSVector.all.map(\.name)).count == XSSVector.all.count)
  }

  @Test(arguments: XSSVector.all) func `Only the allow-list comes out`(vector: XSSVector) {
    for html in [
      vector.html, "<p>Hello</p>\(vector.html)<p>after</p>", "<table><tr><td>\(vector.html)</td></tr></table>", "<svg>\(vector.html)",
      "<p><b>\(vector.html)",
    ] {
      let once = Sanitizer.sanitize(html)
      #expect(AllowListCheck.offences(in: once.html) == [], "\(html) → \(once.html)")
      let twice = Sanitizer.sanitize(once.html)
      #expect(twice.html == once.html)
      #expect(twice.remoteImagesBlocked == once.remoteImagesBlocked)
      let composed = Sanitizer.sanitize(html, options: .composed)
      #expect(AllowListCheck.offences(in: composed.html, images: ["/files/secret"]) == [])
    }
  }

  @Test(arguments: XSSVector.all) func `Text made of it is only text`(vector: XSSVector) {
    let markup = PlainText.html(fromPlain: PlainText.text(fromHTML: vector.html))
    #expect(AllowListCheck.offences(in: markup) == [])
    #expect(AllowListCheck.offences(in: PlainText.html(fromPlain: vector.html, foldsQuotes: true)) == [])
  }
}
