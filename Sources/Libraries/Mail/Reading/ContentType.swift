import CGMime
import CGMimeShim

/// A media type with its parameters, decoded (RFC 2231, and the encoded words that many programs put there instead).
struct ContentType: Sendable {
  let type: String
  let subtype: String
  private let parameters: [String: String]

  static let plain = ContentType(type: "text", subtype: "plain", parameters: [:])
  static let message = ContentType(type: "message", subtype: "rfc822", parameters: [:])
  static let octets = ContentType(type: "application", subtype: "octet-stream", parameters: [:])

  var name: String { type + "/" + subtype }
  var isMultipart: Bool { type == "multipart" }
  var isMessage: Bool { type == "message" && (subtype == "rfc822" || subtype == "global" || subtype == "news") }
  var isText: Bool { type == "text" }

  subscript(parameter: String) -> String? { parameters[parameter] }

  private init(type: String, subtype: String, parameters: [String: String]) {
    self.type = type
    self.subtype = subtype
    self.parameters = parameters
  }

  /// Never fails: what is no type at all is taken for octets, as RFC 2045 asks for unknown types; a bare "text" is text.
  static func parse(_ raw: Slice<UnsafeRawBufferPointer>) -> ContentType {
    GMime.start()
    let text = EncodedWords.normalised(HeaderText.unfolded(raw))
    let kind = text.prefix { $0 != ";" }.trimmingASCII().lowercased()
    guard let parsed = g_mime_content_type_parse(nil, text) else { return kind.hasPrefix("text") ? .plain : .octets }
    defer { g_object_unref(UnsafeMutableRawPointer(parsed)) }
    var parameters: [String: String] = [:]
    if let list = g_mime_content_type_get_parameters(parsed) { parameters = ParameterList.read(list) }
    guard kind.contains("/") else {
      return kind.hasPrefix("text")
        ? ContentType(type: "text", subtype: "plain", parameters: parameters)
        : kind.isEmpty
          ? ContentType(type: "text", subtype: "plain", parameters: parameters)
          : ContentType(type: "application", subtype: "octet-stream", parameters: parameters)
    }
    let type = String(cString: g_mime_content_type_get_media_type(parsed)).lowercased()
    let subtype = String(cString: g_mime_content_type_get_media_subtype(parsed)).lowercased()
    return ContentType(type: type.plainToken, subtype: subtype.plainToken, parameters: parameters)
  }
}

/// Content-Disposition, of which only the kind and the file's name matter.
struct Disposition: Sendable {
  let isAttachment: Bool
  let isInline: Bool
  let fileName: String?

  static func parse(_ raw: Slice<UnsafeRawBufferPointer>) -> Disposition {
    GMime.start()
    let text = EncodedWords.normalised(HeaderText.unfolded(raw))
    guard let parsed = g_mime_content_disposition_parse(nil, text) else {
      return Disposition(isAttachment: false, isInline: false, fileName: nil)
    }
    defer { g_object_unref(UnsafeMutableRawPointer(parsed)) }
    let kind = g_mime_content_disposition_get_disposition(parsed).map { String(cString: $0).lowercased() } ?? ""
    let parameters = g_mime_content_disposition_get_parameters(parsed).map(ParameterList.read) ?? [:]
    let name = parameters["filename"] ?? parameters["name"]
    return Disposition(isAttachment: kind == "attachment", isInline: kind == "inline", fileName: name)
  }
}

enum ParameterList {
  /// The first of equal names wins; values are decoded once more, since encoded words hide inside quotes.
  static func read(_ list: UnsafeMutablePointer<GMimeParamList>) -> [String: String] {
    var values: [String: String] = [:]
    for index in 0..<g_mime_param_list_length(list) {
      guard let parameter = g_mime_param_list_get_parameter_at(list, index),
        let name = g_mime_param_get_name(parameter), let value = g_mime_param_get_value(parameter)
      else { continue }
      let key = String(cString: name).lowercased()
      if values[key] == nil { values[key] = EncodedWords.decoded(String(cString: value)) }
    }
    return values
  }
}

extension StringProtocol {
  func trimmingASCII() -> String {
    let bytes = Array(utf8)
    guard let first = bytes.firstIndex(where: { $0 > 0x20 }), let last = bytes.lastIndex(where: { $0 > 0x20 }) else { return "" }
    return first == 0 && last == bytes.count - 1 ? String(self) : String(decoding: bytes[first...last], as: UTF8.self)
  }

  /// Letters, digits and the few signs of a token: what a content type may be made of when it is shown or sent on.
  var plainToken: String {
    let signs = "!#$&^_.+-".utf8
    return String(decoding: utf8.filter { $0.isDigit || ($0 >= 0x61 && $0 <= 0x7A) || signs.contains($0) }.prefix(100), as: UTF8.self)
  }
}

extension UInt8 {
  var isDigit: Bool { self >= 0x30 && self <= 0x39 }
}
