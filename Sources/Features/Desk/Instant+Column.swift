import Storage
import WorkTime

extension Instant: ColumnValue {
  package var sqlValue: SQL.Value { .int(milliseconds) }
  package init?(sqlValue: SQL.Value) {
    guard case .int(let milliseconds) = sqlValue else { return nil }
    self.init(milliseconds: milliseconds)
  }
}
