import Foundation

/// Addresses as a JSON list in a column.
enum MailRecipients {
  static func encoded(_ list: [String]) throws -> String { String(decoding: try JSONEncoder().encode(list), as: UTF8.self) }
  static func decoded(_ text: String) throws -> [String] { try JSONDecoder().decode([String].self, from: Data(text.utf8)) }
}
