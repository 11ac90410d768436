/// Why something outside of the program could not be done, such as writing a file.
package struct OutsideFault: Error, Hashable {
  /// What the system says, the end of a sentence.
  package let reason: String

  /// Creates a fault.
  package init(_ reason: String) { self.reason = reason }
}
