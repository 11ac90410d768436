extension String {
  /// Returns true when both texts are the same Unicode scalars.
  ///
  /// `==` also takes "é" in one scalar for "e" and an accent, which JSON tells apart.
  @inlinable @inline(__always)
  package func hasSameScalars(as other: String) -> Bool {
    // Lengths come first, as they are known without looking at the texts and tell most keys apart. What is the same
    // value is the same text, as two short ones of the same scalars are. Texts that differ for `==` differ in their
    // scalars too; of two that it holds equal, other scalars than ASCII would make one longer, and that a text is
    // ASCII is known as well.
    utf8.count == other.utf8.count
      && (isSameValue(as: other)
        || self == other && (utf8.count == utf16.count || utf8.elementsEqual(other.utf8)))
  }

  /// Whether both are the same bits, as short texts of the same scalars are; other texts of the same scalars need not be.
  @inlinable @inline(__always)
  package func isSameValue(as other: String) -> Bool {
    unsafeBitCast(self, to: (UInt64, UInt64).self) == unsafeBitCast(other, to: (UInt64, UInt64).self)
  }
}

/// A text that equals another one only by its scalars, as bytes in a file or a column do.
package struct ExactText: Sendable, Hashable {
  /// The text.
  package let text: String

  /// Creates the key of `text`.
  package init(_ text: String) { self.text = text }

  package static func == (left: ExactText, right: ExactText) -> Bool {
    left.text.hasSameScalars(as: right.text)
  }
  package func hash(into hasher: inout Hasher) { hasher.combine(text) }

  /// Returns whether `left` comes before `right` in the order of their bytes.
  package static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}
