/// A text that equals another only when both have the same bytes, as in the file.
///
/// Swift takes texts for equal that differ in their Unicode normal form alone; SQLite does not. A cache that
/// mixed them up would count what it meets first under the other's name.
struct ExactText: Hashable {
  /// The text.
  let text: String

  init(_ text: String) { self.text = text }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }

  static func == (left: ExactText, right: ExactText) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

  /// Returns whether `left` comes before `right` in the order of their bytes.
  static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}
