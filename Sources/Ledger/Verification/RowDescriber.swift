import CivilTime
import Pricing
import SQLite

/// Tells which row of a derived table is meant by times and names.
struct RowDescriber {
  let store: LedgerStore

  /// Returns the figures in which a row is not what it should be.
  func differences(_ row: DifferingRow, of table: DerivedTable) throws(SQLiteError) -> [Difference] {
    let parts = try parts(Dictionary(uniqueKeysWithValues: zip(table.key, row.key)), table.key)
    let wanted = row.wanted.map { values($0, table.figures) }
    let stored = row.stored.map { values($0, table.figures) }
    var found: [Difference] = []
    for figure in (wanted ?? stored ?? []).map(\.name) {
      let (left, right) = (stored?.first { $0.name == figure }?.value, wanted?.first { $0.name == figure }?.value)
      guard left != right else { continue }
      found.append(Difference(table: table.name, row: parts, figure: figure, stored: left, recomputed: right))
      // Of a row that is missing, or should not be there, the first figure tells it.
      if wanted == nil || stored == nil { break }
    }
    return found
  }

  private func values(_ numbers: [Int64], _ names: [String]) -> [(name: String, value: Difference.Value)] {
    let byName = Dictionary(uniqueKeysWithValues: zip(names, numbers))
    var values: [(name: String, value: Difference.Value)] = []
    for name in names where !StoredMoney.columns.contains(name) {
      let number = byName[name] ?? 0
      values.append((name, ["first", "last"].contains(name) ? Self.time(number) : .count(number)))
    }
    if let dollars = byName["dollars"], let picodollars = byName["picodollars"] {
      values.append(("cost", .money(Money(picodollars: Self.amount(dollars, picodollars)))))
    }
    return values
  }

  private static func amount(_ dollars: Int64, _ picodollars: Int64) -> Int128 {
    Int128(dollars) * Int128(Money.picodollarsPerDollar) + Int128(picodollars)
  }

  /// A time, or the number where it is none.
  static func time(_ milliseconds: Int64) -> Difference.Value {
    (0...253_400_000_000_000).contains(milliseconds) ? .time(Instant(milliseconds: milliseconds)) : .count(milliseconds)
  }

  private func parts(_ key: [String: Int64], _ order: [String]) throws(SQLiteError) -> [Difference.Part] {
    var parts: [Difference.Part] = []
    for name in order {
      guard let number = key[name] else { continue }
      switch name {
      case "context": parts += try context(number)
      case "session": parts += number == 0 ? [] : [Difference.Part("session", try session(number))]
      case "scope": parts += [Difference.Part("scope", try scope(number))]
      case "meter": parts.append(Difference.Part("meter", meter(number)))
      case "seconds": parts.append(Difference.Part("slot", slot(number, key["slot"] ?? 0)))
      case "slot": continue
      case "quarter": parts.append(Difference.Part("quarter hour", start(number, of: QuarterHour.seconds)))
      case "day": parts.append(Difference.Part("day", String(start(number, of: Instant.secondsPerDay).prefix(10))))
      default: parts.append(Difference.Part(name, String(number)))
      }
    }
    return parts
  }

  private func slot(_ seconds: Int64, _ number: Int64) -> String {
    switch seconds {
    case 0: "all time"
    case ..<0: "before the reset of \(start(number, ofMilliseconds: 1))"
    case Instant.secondsPerDay: "day \(start(number, of: seconds).prefix(10))"
    default: "\(seconds) s from \(start(number, of: seconds))"
    }
  }

  private func start(_ number: Int64, of seconds: Int64) -> String { start(number, ofMilliseconds: seconds * 1_000) }

  private func start(_ number: Int64, ofMilliseconds length: Int64) -> String {
    let (start, isBeyond) = number.multipliedReportingOverflow(by: length)
    guard !isBeyond, case .time(let time) = Self.time(start) else { return "number \(number)" }
    return time.description
  }

  private func meter(_ number: Int64) -> String {
    UInt8(exactly: number).flatMap(Meter.init(rawValue:))?.name ?? "number \(number)"
  }

  /// The names of a context that most readers know it by.
  func context(_ id: Int64) throws(SQLiteError) -> [Difference.Part] {
    let columns = ["user_id", "provider", "model", "agent", "project_id"]
    let texts = columns.map { "(SELECT value FROM text WHERE id = c.\($0))" }.joined(separator: ", ")
    let found = try store.connection.first("SELECT \(texts) FROM context c WHERE id = ?", .integer(id)) {
      row throws(SQLiteError) in
      var parts: [Difference.Part] = []
      for (index, column) in columns.enumerated() {
        let text = try row.optionalText(Int32(index)) ?? ""
        if !text.isEmpty { parts.append(Difference.Part(column.replacing("_id", with: ""), text)) }
      }
      return parts
    }
    return (found ?? []) + [Difference.Part("context", String(id))]
  }

  private func session(_ id: Int64) throws(SQLiteError) -> String {
    try store.connection.firstText(
      "SELECT t.value FROM session s JOIN text t ON t.id = s.name WHERE s.id = ?", .integer(id)) ?? "number \(id)"
  }

  /// Everything, or one of a kind by its name.
  func scope(_ id: Int64) throws(SQLiteError) -> String {
    guard id != 0 else { return "everything" }
    let found = try store.connection.first(
      "SELECT x.dimension, t.value FROM counter_scope x JOIN text t ON t.id = x.text WHERE x.id = ?", .integer(id)
    ) { row throws(SQLiteError) in (dimension: try row.integer(0), name: try row.text(1)) }
    guard let found, let dimension = LimitDimension(rawValue: found.dimension) else { return "number \(id)" }
    return "\(dimension.name)=\(found.name)"
  }
}
