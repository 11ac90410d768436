import JSON
import Ledger
import Service
import Tokens

/// A number of tokens with its bounds and its origin.
struct EstimatedCount {
  let count: Int64
  let low: Int64
  let high: Int64
  /// How it was found, as answers name it.
  let method: String

  /// The length of an answer that nobody knows anything about (an assumption, said in a warning).
  private static let assumed = (count: Int64(500), low: Int64(50), high: Int64(2_000))

  /// A count that the caller gave.
  init(given count: Int64) { self.init(count, count, count, "given") }

  /// A counted text.
  init(_ counted: TokenCount) {
    self.init(counted.count, counted.low, counted.high, counted.method.rawValue)
  }

  /// The lengths of earlier answers.
  init(_ history: OutputHistory) { self.init(history.median, history.low, history.high, "history") }

  /// The assumed length of an answer of at most `longest` tokens.
  init(assumedWithin longest: Int64?) {
    let longest = longest ?? .max
    self.init(
      min(Self.assumed.count, longest), min(Self.assumed.low, longest), min(Self.assumed.high, longest),
      "default")
  }

  /// No output, from a model that gives none.
  static let none = EstimatedCount(0, 0, 0, "default")

  private init(_ count: Int64, _ low: Int64, _ high: Int64, _ method: String) {
    self.count = count
    self.low = low
    self.high = high
    self.method = method
  }

  /// The count together with others that are certain.
  func adding(_ more: Int64) -> EstimatedCount {
    EstimatedCount(count + more, low + more, high + more, method)
  }

  /// The object that stands for it in an answer; bounds that are the count itself are left out.
  var answer: JSONValue {
    var answer: JSONObject = ["count": Answer.integer(count)]
    if low != count { answer.append("low", Answer.integer(low)) }
    if high != count { answer.append("high", Answer.integer(high)) }
    answer.append("method", .string(method))
    return .object(answer)
  }
}
