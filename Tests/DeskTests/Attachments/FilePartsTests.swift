import Foundation
import Testing

@testable import Desk

@Suite struct FilePartsTests {
  @Test(arguments: [
    (nil, ByteRange.whole), ("bytes=0-0", .part(0..<1)), ("bytes=0-99", .part(0..<100)), ("bytes=0-500", .part(0..<100)),
    ("bytes=50-", .part(50..<100)), ("bytes=-1", .part(99..<100)), ("bytes=-500", .part(0..<100)), ("bytes=100-", .unsatisfiable),
    ("bytes=-0", .unsatisfiable), ("bytes=9-5", .whole), ("bytes=-", .whole), ("bytes=a-b", .whole), ("bytes=1-2,5-6", .whole),
    ("items=1-2", .whole), ("bytes=99999999999999999999-", .whole), ("bytes=+1-2", .whole),
  ])
  func ranges(header: String?, expected: ByteRange) {
    #expect(ByteRange(header, size: 100) == expected)
  }

  @Test func rangesOfNothing() {
    #expect(ByteRange("bytes=0-", size: 0) == .unsatisfiable)
    #expect(ByteRange("bytes=-5", size: 0) == .unsatisfiable)
    #expect(ByteRange(nil, size: 0) == .whole)
  }

  @Test(arguments: [
    ("a.txt", "attachment; filename=\"a.txt\"; filename*=UTF-8''a.txt"),
    ("Акт.pdf", "attachment; filename=\"___.pdf\"; filename*=UTF-8''%D0%90%D0%BA%D1%82.pdf"),
    ("a\"b\\c;d", "attachment; filename=\"a_b_c_d\"; filename*=UTF-8''a%22b%5Cc%3Bd"),
    ("a\r\nX: y", "attachment; filename=\"a__X_ y\"; filename*=UTF-8''a%0D%0AX%3A%20y"),
    ("100%'*", "attachment; filename=\"100___\"; filename*=UTF-8''100%25%27%2A"),
    ("я", "attachment; filename=\"file\"; filename*=UTF-8''%D1%8F"),
  ])
  func dispositions(name: String, expected: String) {
    #expect(Disposition.value("attachment", name: name) == expected)
  }

  @Test(arguments: [
    ("image/PNG; name=x", "image/png"), ("text/plain", "text/plain"), ("", "application/octet-stream"), ("a", "application/octet-stream"),
    ("a/b/c", "application/octet-stream"), ("a/b\r\nX: y", "application/octet-stream"), ("a/ b", "application/octet-stream"),
    ("application/vnd.ms-excel", "application/vnd.ms-excel"),
  ])
  func mediaTypes(raw: String, expected: String) {
    #expect(MediaType.cleaned(raw) == expected)
  }

  static func bytes(_ base64: String) -> [UInt8] { [UInt8](Data(base64Encoded: base64)!) }

  /// Pictures of 3 × 2 made by Pillow.
  @Test(arguments: [
    (
      "image/png",
      "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAFUlEQVR4nGM8ISfHwMDAwMDAxAADABMuAQhqwGVhAAAAAElFTkSuQmCC"
    ),
    (
      "image/gif",
      "R0lGODdhAwACAIEAAMgeHgAAAAAAAAAAACwAAAAAAwACAAAIBgABCBwYEAA7"
    ),
    (
      "image/jpeg",
      "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAKBueIx4ZKCMgoy0qqC+8P//8Nzc8P////////////////////////////////////////////////"
        + "//////////2wBDAaq0tPDS8P//////////////////////////////////////////////////////////////////////////////wAARCAAC"
        + "AAMDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhBy"
        + "JxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKT"
        + "lJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAA"
        + "AAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRom"
        + "JygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExc"
        + "bHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwBtFFFI0P/Z"
    ),
    (
      "image/jpeg",
      "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAKBueIx4ZKCMgoy0qqC+8P//8Nzc8P////////////////////////////////////////////////"
        + "//////////2wBDAaq0tPDS8P//////////////////////////////////////////////////////////////////////////////wgARCAAC"
        + "AAMDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAH/xAAVAQEBAAAAAAAAAAAAAAAAAAABAv/aAAwDAQACEAMQAAABgK//xAAUEAEAAA"
        + "AAAAAAAAAAAAAAAAAA/9oACAEBAAEFAn//xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oACAEDAQE/AX//xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oA"
        + "CAECAQE/AX//xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAY/An//xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAE/IX//2gAMAwEAAg"
        + "ADAAAAEAv/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oACAEDAQE/EH//xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oACAECAQE/EH//xAAUEAEAAAAA"
        + "AAAAAAAAAAAAAAAA/9oACAEBAAE/EH//2Q=="
    ),
    (
      "image/webp",
      "UklGRh4AAABXRUJQVlA4TBEAAAAvAkAAAAdQjyLXo/+BiOh/AAA="
    ),
    (
      "image/webp",
      "UklGRjAAAABXRUJQVlA4ICQAAABwAQCdASoDAAIACQCsJaACdAFAAAD+4LkJj0Vr+1PsI78AEAA="
    ),
    (
      "image/webp",
      "UklGRlIAAABXRUJQVlA4WAoAAAAQAAAAAgAAAQAAQUxQSAcAAAAAZGRkZGRkAFZQOCAkAAAAcAEAnQEqAwACAAkArCWgAnQBQAAA/uC5CY9Fa/" + "tT7CO/ABAA"
    ),
  ])
  func pictures(type: String, base64: String) {
    let bytes = Self.bytes(base64)
    let raster = Raster(bytes)
    #expect(raster?.contentType == type)
    #expect(raster?.width == 3 && raster?.height == 2)
    // Cut anywhere it neither crashes nor becomes something else.
    for count in 0..<bytes.count { #expect((Raster(Array(bytes.prefix(count)))?.contentType ?? type) == type) }
  }

  @Test func picturesThatNoBrowserBearsAreNone() {
    var png = FileTests.png
    png.replaceSubrange(16..<20, with: [0, 1, 0, 0])
    #expect(Raster(png) == nil)
    png.replaceSubrange(16..<24, with: [0, 0, 0x4E, 0x20, 0, 0, 0x4E, 0x20])
    #expect(Raster(png) == nil)
    png.replaceSubrange(16..<24, with: [0, 0, 0, 0, 0, 0, 0, 1])
    #expect(Raster(png) == nil)
  }

  @Test func aTextOfPicturesKeepsOnlyTheGivenOnes() {
    let html = "<p>a<img src=\"/files/one\" alt=\"x\"> b <img src=\"/files/two/n.png\" alt=\"y\">c</p>"
    #expect(ComposedPictures.ids(in: html) == ["one", "two"])
    #expect(
      ComposedPictures.html(html, keeping: ["one"])
        == "<p>a<img src=\"/files/one\" alt=\"x\"> b <span class=\"missing-image\"></span>c</p>")
    #expect(ComposedPictures.html("<p>a</p>", keeping: []) == "<p>a</p>")
  }

  @Test func toastsAreASCII() {
    #expect(Toast("Да \"\\\n😀").header == #"{"toast":{"text":"\u0414\u0430 \u0022\u005c\u000a\ud83d\ude00","kind":"ok"}}"#)
  }
}
