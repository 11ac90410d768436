/// The figures as a table in Markdown, the sizes as columns.
struct GrowthTable {
  /// The sizes in records.
  let sizes: [Int]
  /// What was measured.
  let rows: [GrowthRow]

  /// The lines of the table.
  var lines: [String] {
    let header = ["What"] + sizes.map { "\(Self.grouped($0)) records" } + ["Bar", "Holds"]
    return [line(header), line(["---"] + sizes.map { _ in "--:" } + ["---", "---"])] + rows.map { line(cells($0)) }
  }

  /// What bars do not hold.
  var missed: [String] { rows.filter { $0.bar?.verdict(on: $0.figures).holds == false }.map(\.name) }

  private func cells(_ row: GrowthRow) -> [String] {
    let amount = row.processor.isEmpty ? Self.amount(ofBytes:) : Self.amount(ofNanoseconds:)
    let verdict = row.bar?.verdict(on: row.figures)
    return [row.name] + row.figures.map(amount) + [verdict?.text ?? "", verdict.map { $0.holds ? "yes" : "NO" } ?? ""]
  }

  private func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

  /// Returns a time with three digits, such as `4.51 ms`.
  static func amount(ofNanoseconds time: Int64) -> String {
    if time < 1_000_000 { return "\(digits(time, of: 1_000)) µs" }
    if time < 1_000_000_000 { return "\(digits(time, of: 1_000_000)) ms" }
    return "\(digits(time, of: 1_000_000_000)) s"
  }

  /// Returns bytes with three digits, such as `9.42 MiB`.
  static func amount(ofBytes bytes: Int64) -> String {
    bytes < 1 << 20 ? "\(bytes) bytes" : "\(digits(bytes, of: 1 << 20)) MiB"
  }

  private static func digits(_ amount: Int64, of unit: Int64) -> String {
    let whole = amount / unit
    let places: Int64 = whole >= 100 ? 1 : whole >= 10 ? 10 : 100
    let rounded = (amount * places + unit / 2) / unit
    guard places > 1 else { return "\(rounded)" }
    return "\(rounded / places).\(String(rounded % places + places).dropFirst())"
  }

  private static func grouped(_ number: Int) -> String {
    number < 1_000 ? "\(number)" : "\(grouped(number / 1_000)),\(String(number % 1_000 + 1_000).dropFirst())"
  }
}
