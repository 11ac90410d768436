/// A change of a text: these bytes in the place of those in a range.
struct TextEdit {
  /// What is taken out; empty where something is only put in.
  let range: Range<Int>
  /// What is put there.
  let bytes: [UInt8]

  init(_ range: Range<Int>, _ text: String = "") {
    self.range = range
    bytes = Array(text.utf8)
  }

  init(at offset: Int, _ text: String) { self.init(offset..<offset, text) }

  /// Returns the text with these changes, which are in order and do not overlap.
  static func apply(_ edits: [TextEdit], to text: [UInt8]) -> [UInt8] {
    var changed = text
    for edit in edits.reversed() { changed.replaceSubrange(edit.range, with: edit.bytes) }
    return changed
  }
}
