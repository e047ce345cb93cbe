import CGMime
import CGMimeShim
import Foundation

/// Builds the octets of a message: lines end in CRLF and stay under 998 octets, everything is ASCII.
package enum MailWriter {
  package static func write(_ mail: OutgoingMail) throws(OutgoingRefusal) -> [UInt8] {
    GMime.start()
    guard !(mail.to + mail.cc).isEmpty else { throw .noRecipient }
    guard let messageID = HeaderValues.id(mail.messageID) else { throw .messageID(mail.messageID) }
    let body = try MailParts.body(of: mail)
    defer { g_object_unref(body) }
    guard let message = g_mime_message_new(0) else { preconditionFailure("out of memory") }
    defer { g_object_unref(UnsafeMutableRawPointer(message)) }
    try addresses(of: mail, into: message)
    g_mime_message_set_subject(message, HeaderValues.text(mail.subject), "utf-8")
    let date = g_date_time_new_from_unix_utc(gint64(mail.date.timeIntervalSince1970))
    g_mime_message_set_date(message, date)
    g_date_time_unref(date)
    g_mime_message_set_message_id(message, messageID)
    let object = gm_object(message)
    for (name, value) in fields(of: mail) { g_mime_object_append_header(object, name, value, "utf-8") }
    g_mime_message_set_mime_part(message, gm_object(body))
    return octets(of: object)
  }

  private static func addresses(of mail: OutgoingMail, into message: UnsafeMutablePointer<GMimeMessage>) throws(OutgoingRefusal) {
    try add([mail.from], to: g_mime_message_get_from(message))
    if let sender = mail.sender { try add([sender], to: g_mime_message_get_sender(message)) }
    try add(mail.replyTo, to: g_mime_message_get_reply_to(message))
    try add(mail.to, to: g_mime_message_get_to(message))
    try add(mail.cc, to: g_mime_message_get_cc(message))
  }

  private static func add(_ addresses: [MailAddress], to list: UnsafeMutablePointer<InternetAddressList>?) throws(OutgoingRefusal) {
    for address in addresses {
      guard let plain = HeaderValues.address(address) else { throw .address(address.address) }
      guard let mailbox = internet_address_mailbox_new(address.name.map(HeaderValues.text), plain) else { continue }
      internet_address_set_charset(mailbox, "utf-8")
      internet_address_list_add(list, mailbox)
      g_object_unref(UnsafeMutableRawPointer(mailbox))
    }
  }

  private static func fields(of mail: OutgoingMail) -> [(String, String)] {
    var fields: [(String, String)] = []
    if let id = mail.inReplyTo.flatMap(HeaderValues.id) { fields.append(("In-Reply-To", "<\(id)>")) }
    let references = HeaderValues.references(mail.references)
    if !references.isEmpty { fields.append(("References", references.map { "<\($0)>" }.joined(separator: " "))) }
    if let automatic = mail.autoSubmitted { fields.append(("Auto-Submitted", automatic.rawValue)) }
    return fields + mail.extra.flatMap(HeaderValues.fields)
  }

  private static func octets(of object: UnsafeMutablePointer<GMimeObject>?) -> [UInt8] {
    let format = g_mime_format_options_new()
    defer { g_mime_format_options_free(format) }
    g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS)
    let array = g_byte_array_new()
    defer { g_byte_array_free(array, 1) }
    let stream = g_mime_stream_mem_new_with_byte_array(array)
    g_mime_stream_mem_set_owner(gm_memory(stream), 0)
    _ = g_mime_object_write_to_stream(object, format, stream)
    g_object_unref(UnsafeMutableRawPointer(stream))
    guard let array, let data = array.pointee.data else { return [] }
    return Array(UnsafeBufferPointer(start: data, count: Int(array.pointee.len)))
  }
}
