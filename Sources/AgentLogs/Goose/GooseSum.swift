import JSON
import Ledger

/// What a session of Goose has used so far, or a part of it: the prompt with its cache, the answer, and both together.
struct GooseSum: Equatable {
  private(set) var input: Int64 = 0
  private(set) var output: Int64 = 0
  /// May be more than input and output: thoughts that the provider does not count to the answer.
  private(set) var total: Int64 = 0
  private(set) var cacheRead: Int64 = 0
  private(set) var cacheWrite: Int64 = 0

  /// Nothing.
  init() {}

  /// Reads the columns, or members, whose names begin with `prefix`; nil where none of them says anything.
  init?(_ row: NamedRow, prefix: String = "") {
    func count(_ name: String) -> Int64? { row.count("\(prefix)\(name)_tokens") }
    (input, output) = (count("input") ?? 0, count("output") ?? 0)
    total = max(count("total") ?? 0, input + output)
    (cacheRead, cacheWrite) = (count("cache_read") ?? 0, count("cache_write") ?? 0)
    if self == GooseSum() { return nil }
  }

  /// Restores what was remembered as text.
  init?(text: String) {
    let numbers = text.split(separator: " ").compactMap { Int64($0) }
    guard numbers.count == 5, numbers.allSatisfy({ $0 >= 0 }) else { return nil }
    (input, output, total) = (numbers[0], numbers[1], numbers[2])
    (cacheRead, cacheWrite) = (numbers[3], numbers[4])
  }

  /// The counts as text, for memory and keys.
  var text: String { [input, output, total, cacheRead, cacheWrite].map { String($0) }.joined(separator: " ") }

  /// Whether a counter of the prompt or the answer is behind another sum's: then it began again.
  func isBehind(_ other: GooseSum) -> Bool { input < other.input || output < other.output }

  /// Returns the larger of both, count by count.
  func joined(_ other: GooseSum) -> GooseSum {
    merged(other) { max($0, $1) }
  }

  /// Returns what this sum is ahead of another one, count by count.
  func ahead(of other: GooseSum) -> GooseSum {
    merged(other) { max($0 - $1, 0) }
  }

  /// Returns both together.
  func adding(_ other: GooseSum) -> GooseSum {
    merged(other) { left, right in
      let (sum, overflow) = left.addingReportingOverflow(right)
      return overflow ? .max : sum
    }
  }

  private func merged(_ other: GooseSum, _ merge: (Int64, Int64) -> Int64) -> GooseSum {
    var sum = GooseSum()
    sum.input = merge(input, other.input)
    sum.output = merge(output, other.output)
    sum.total = merge(total, other.total)
    sum.cacheRead = merge(cacheRead, other.cacheRead)
    sum.cacheWrite = merge(cacheWrite, other.cacheWrite)
    return sum
  }

  /// The disjoint tokens; what the total has more is taken for thoughts.
  var tokens: LogTokens {
    LogTokens(
      prompt: input, cacheRead: cacheRead, cacheWrite: cacheWrite, output: output + unexplained,
      reasoning: unexplained)
  }

  /// What the total has more than input and output.
  var unexplained: Int64 { max(0, total - input - output) }
}
