import Foundation

/// What can be bound to a statement and read from a column. Both engines store whole numbers as 64 bits, truth as 0 and 1.
package protocol ColumnValue {
  var sqlValue: SQL.Value { get }
  /// `nil` when the stored value is of another kind.
  init?(sqlValue: SQL.Value)
}

/// A value as it was read, to be written again.
extension SQL.Value: ColumnValue {
  package var sqlValue: SQL.Value { self }
  package init?(sqlValue: SQL.Value) { self = sqlValue }
}

extension Int64: ColumnValue {
  package var sqlValue: SQL.Value { .int(self) }
  package init?(sqlValue: SQL.Value) {
    guard case .int(let value) = sqlValue else { return nil }
    self = value
  }
}

extension Int: ColumnValue {
  package var sqlValue: SQL.Value { .int(Int64(self)) }
  package init?(sqlValue: SQL.Value) {
    guard case .int(let value) = sqlValue else { return nil }
    self = Int(value)
  }
}

extension Bool: ColumnValue {
  package var sqlValue: SQL.Value { .int(self ? 1 : 0) }
  package init?(sqlValue: SQL.Value) {
    guard case .int(let value) = sqlValue else { return nil }
    self = value != 0
  }
}

extension Double: ColumnValue {
  package var sqlValue: SQL.Value { .real(self) }
  package init?(sqlValue: SQL.Value) {
    switch sqlValue {
    case .real(let value): self = value
    case .int(let value): self = Double(value)
    default: return nil
    }
  }
}

extension String: ColumnValue {
  package var sqlValue: SQL.Value { .text(self) }
  package init?(sqlValue: SQL.Value) {
    guard case .text(let value) = sqlValue else { return nil }
    self = value
  }
}

extension [UInt8]: ColumnValue {
  package var sqlValue: SQL.Value { .blob(self) }
  package init?(sqlValue: SQL.Value) {
    guard case .blob(let value) = sqlValue else { return nil }
    self = value
  }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
  package var sqlValue: SQL.Value { self?.sqlValue ?? .null }
  package init?(sqlValue: SQL.Value) {
    if sqlValue == .null {
      self = .none
    } else {
      guard let value = Wrapped(sqlValue: sqlValue) else { return nil }
      self = .some(value)
    }
  }
}

/// Enumerations are stored by their raw value; conforming is one word.
extension ColumnValue where Self: RawRepresentable, RawValue: ColumnValue {
  package var sqlValue: SQL.Value { rawValue.sqlValue }
  package init?(sqlValue: SQL.Value) {
    guard let raw = RawValue(sqlValue: sqlValue) else { return nil }
    self.init(rawValue: raw)
  }
}
