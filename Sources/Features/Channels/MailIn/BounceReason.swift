/// What the commonest codes of reports mean (RFC 3463), as kinds of trouble that a `DeliveryNote` puts into words.
enum BounceReason {
  static func of(_ status: String?) -> String? {
    guard let numbers = status?.split(separator: ".").map(String.init), numbers.count == 3 else { return nil }
    switch (numbers[1], numbers[2]) {
    case ("1", "1"), ("1", "2"), ("1", "3"), ("1", "6"), ("1", "10"): return "unknownAddress"
    case ("2", "1"): return "addressClosed"
    case ("2", "2"): return "mailboxFull"
    case ("2", "3"), ("3", "4"): return "tooLarge"
    case ("7", _): return "rejected"
    default: return nil
    }
  }
}
