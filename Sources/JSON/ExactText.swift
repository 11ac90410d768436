extension String {
  /// Returns true when both texts are the same Unicode scalars.
  ///
  /// `==` also takes "é" in one scalar for "e" and an accent, which JSON tells apart.
  @inline(__always)
  package func hasSameScalars(as other: String) -> Bool {
    // Texts that differ for `==` differ in their scalars too; it settles nearly all pairs.
    guard self == other else { return false }
    return utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
  }
}

/// A text that equals another one only by its scalars.
struct ExactText: Hashable {
  /// The text.
  let text: String

  static func == (left: ExactText, right: ExactText) -> Bool { left.text.hasSameScalars(as: right.text) }
  func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
