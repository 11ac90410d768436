/// Checks that `check` returns true and throws nothing for `count` generated values.
///
/// Case `n` draws from its own generator, seeded from `seed` and `n` alone: a failing case repeats without
/// those before it, and a generator that draws more or less in one case does not move the next.
///
/// - Throws: ``PropertyFailure`` for the first value that fails; its description names seed, case and value.
package func forAll<Value>(
  seed: UInt64,
  count: Int,
  generate: (inout SplitMix64) throws -> Value,
  check: (Value) throws -> Bool
) throws {
  for index in 0..<count {
    var generator = SplitMix64(seed: seed, caseIndex: index)
    let value = try generate(&generator)
    func failure(_ problem: String) -> PropertyFailure {
      PropertyFailure(seed: seed, caseIndex: index, value: String(reflecting: value), problem: problem)
    }
    let holds: Bool
    do { holds = try check(value) } catch { throw failure("threw \(error)") }
    guard holds else { throw failure("does not hold") }
  }
}

extension SplitMix64 {
  /// Creates the generator that ``forAll(seed:count:generate:check:)`` uses for one case.
  package init(seed: UInt64, caseIndex: Int) {
    // Adding the case to the seed would only shift one sequence by a place, so it is mixed first.
    var mixer = SplitMix64(seed: UInt64(truncatingIfNeeded: caseIndex))
    self.init(seed: seed ^ mixer.next())
  }
}
