/// A generated value for which a property did not hold.
package struct PropertyFailure: Error, CustomStringConvertible {
  /// The seed of the whole run.
  package let seed: UInt64
  /// The number of the case, 0 first.
  package let caseIndex: Int
  /// The debug text of the value.
  package let value: String
  /// What went wrong.
  package let problem: String

  /// One line with seed, case, problem and value, and the generator that repeats the case.
  package var description: String {
    "property \(problem) in case \(caseIndex) of seed \(seed) "
      + "(SplitMix64(seed: \(seed), caseIndex: \(caseIndex))) for \(value)"
  }
}
