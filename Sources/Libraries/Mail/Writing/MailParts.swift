import CGMime
import CGMimeShim

/// The tree of a message: mixed (alternative (plain, related (HTML, pictures)), files), each level only if it has something to hold.
/// Every function returns an object that the caller owns.
enum MailParts {
  static func body(of mail: OutgoingMail) throws(OutgoingRefusal) -> UnsafeMutableRawPointer {
    var content = text(mail.text, subtype: "plain")
    if let html = mail.html {
      var page = text(html, subtype: "html")
      if !mail.inlineImages.isEmpty {
        var pictures: [UnsafeMutableRawPointer] = []
        for image in mail.inlineImages {
          guard let id = HeaderValues.id(image.contentID) else {
            for object in pictures + [page, content] { g_object_unref(object) }
            throw .contentID(image.contentID)
          }
          pictures.append(file(image.file, contentID: id))
        }
        page = multipart("related", of: [page] + pictures, type: "text/html")
      }
      content = multipart("alternative", of: [content, page])
    }
    guard !mail.attachments.isEmpty else { return content }
    return multipart("mixed", of: [content] + mail.attachments.map { file($0, contentID: nil) })
  }

  private static func multipart(_ subtype: String, of children: [UnsafeMutableRawPointer], type: String? = nil) -> UnsafeMutableRawPointer {
    guard let multipart = g_mime_multipart_new_with_subtype(subtype) else { preconditionFailure("out of memory") }
    for child in children {
      g_mime_multipart_add(multipart, gm_object(child))
      g_object_unref(child)
    }
    if let type { g_mime_object_set_content_type_parameter(gm_object(multipart), "type", type) }
    return UnsafeMutableRawPointer(multipart)
  }

  /// Mostly Latin text stays legible in quoted-printable; other scripts are shorter in base64.
  private static func text(_ raw: String, subtype: String) -> UnsafeMutableRawPointer {
    let clean = BodyText.cleaned(raw)
    let high = clean.utf8.count { $0 >= 0x80 }
    let isLegible = high * 6 < clean.utf8.count || high == 0
    // In base64 the line ends are content, and those of text are CRLF; quoted-printable leaves them to the writer.
    let octets = Array((isLegible ? clean : clean.replacing("\n", with: "\r\n")).utf8)
    let encoding = isLegible ? GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE : GMIME_CONTENT_ENCODING_BASE64
    let part = part("text", subtype, octets, encoding)
    g_mime_object_set_content_type_parameter(gm_object(part), "charset", "utf-8")
    return UnsafeMutableRawPointer(part)
  }

  private static func file(_ file: OutgoingMail.File, contentID: String?) -> UnsafeMutableRawPointer {
    let words = file.contentType.lowercased().split(separator: "/", maxSplits: 1).map { String($0).plainToken }
    let isType = words.count == 2 && words.allSatisfy { !$0.isEmpty } && words[0] != "multipart" && words[0] != "message"
    let part = part(isType ? words[0] : "application", isType ? words[1] : "octet-stream", file.bytes, GMIME_CONTENT_ENCODING_BASE64)
    let object = gm_object(part)
    g_mime_object_set_disposition(object, contentID == nil ? "attachment" : "inline")
    let name = FileName.cleaned(file.name, otherwise: "file.bin")
    g_mime_part_set_filename(part, name)
    let disposition = g_mime_object_get_content_disposition(object)
    setCharset(of: "filename", in: g_mime_content_disposition_get_parameters(disposition), method: GMIME_PARAM_ENCODING_METHOD_RFC2231)
    // Old programs look for the name here, and know only encoded words.
    let type = g_mime_object_get_content_type(object)
    setCharset(of: "name", in: g_mime_content_type_get_parameters(type), method: GMIME_PARAM_ENCODING_METHOD_RFC2047)
    if let contentID { g_mime_part_set_content_id(part, contentID) }
    return UnsafeMutableRawPointer(part)
  }

  private static func setCharset(of name: String, in list: UnsafeMutablePointer<GMimeParamList>?, method: GMimeParamEncodingMethod) {
    guard let parameter = gm_parameter(list, name) else { return }
    g_mime_param_set_charset(parameter, "utf-8")
    g_mime_param_set_encoding_method(parameter, method)
  }

  private static func part(
    _ type: String, _ subtype: String, _ octets: [UInt8], _ encoding: GMimeContentEncoding
  ) -> UnsafeMutablePointer<GMimePart> {
    guard let part = g_mime_part_new_with_type(type, subtype) else { preconditionFailure("out of memory") }
    // The stream copies the octets.
    let stream = octets.withUnsafeBytes { g_mime_stream_mem_new_with_buffer($0.bindMemory(to: CChar.self).baseAddress, $0.count) }
    let content = g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT)
    g_object_unref(UnsafeMutableRawPointer(stream))
    g_mime_part_set_content(part, content)
    g_object_unref(UnsafeMutableRawPointer(content))
    g_mime_part_set_content_encoding(part, encoding)
    return part
  }
}
