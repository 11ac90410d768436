import CivilTime
import Posix

/// A page of the manual with a place for the table: what is between the marks is written anew.
struct GrowthPage {
  /// The file.
  let path: String

  private static let marks = (first: "<!-- growth -->\n", last: "<!-- end of growth -->\n")

  /// Returns what stands before the place and behind it, with the marks.
  ///
  /// - Throws: ``BenchmarkFailure/noPlace`` where the file has no marks.
  func place() throws -> (before: String, behind: String) {
    let text = TextFile.read(path)
    guard let first = text.ranges(of: Self.marks.first).first, let last = text.ranges(of: Self.marks.last).first,
      first.upperBound <= last.lowerBound
    else { throw BenchmarkFailure.noPlace }
    return (String(text[..<first.upperBound]), String(text[last.lowerBound...]))
  }

  /// Shows the table, and what measured it.
  func show(_ table: GrowthTable) throws {
    let (before, behind) = try place()
    let day = Zone.utc.date(at: Instant(milliseconds: Stopwatch.nanoseconds(of: CLOCK_REALTIME) / 1_000_000))
    let lines = ["", "Measured on \(day), \(Machine.words).", ""] + table.lines + ["", ""]
    try TextFile.write(before + lines.joined(separator: "\n") + behind, to: path)
  }
}
