import JSON
import Service
import Tokens

/// The speed of counting tokens.
enum TokenBenchmark {
  /// Prints the time of an estimate of a million bytes: 20 ms are 50 MB/s.
  static func run() throws {
    guard let bytes = EmbeddedFiles.bytes(of: "tokens/estimator.json") else { return }
    let counter = TokenCounter(try TokenWeights(try JSONParser.parse(bytes)))
    for (name, sample) in samples {
      let text = String(repeating: sample, count: 1_000_000 / sample.utf8.count)
      Stopwatch.measure("estimate tokens of 1 MB, \(name)", count: 1) {
        sum &+= counter.count([text], family: .o200k).count
      }
    }
  }

  /// Kept, so that no estimate is left out as unused.
  nonisolated(unsafe) private static var sum: Int64 = 0  // One thread measures.

  private static let samples = [
    ("English", "The ledger records every request and its cost in US dollars, once and to the last digit. "),
    ("Korean", "토큰 수를 추정할 때는 글자 수만으로는 부족하다. "),
    ("code", "  func count(_ text: String) -> Int { return text.utf8.count / 4 } // a rule of thumb\n"),
  ]
}
