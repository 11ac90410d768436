import Posix

/// The lines of a text that hold one of several marks, in their order.
///
/// The marks are looked for, not the lines: most bytes are passed by the system's own search.
struct MarkedLines {
  private let text: UnsafeRawBufferPointer
  private let marks: [StaticString]

  init(_ text: UnsafeRawBufferPointer, _ marks: [StaticString]) {
    self.text = text
    self.marks = marks
  }

  /// Hands each line, without its line feed, to `body` with its offset in the text.
  func forEach(_ body: (UnsafeRawBufferPointer, Int) -> Void) {
    // Where each mark is next, so that a rare one is not looked for again and again.
    var next = marks.map { ByteSearch.first($0, in: text, from: 0) }
    var place = 0
    while let hit = next.lazy.compactMap(\.self).min() {
      let start = ByteSearch.last(UInt8(ascii: "\n"), in: text, from: place, to: hit).map { $0 + 1 } ?? place
      let end = ByteSearch.first(UInt8(ascii: "\n"), in: text, from: hit) ?? text.count
      body(UnsafeRawBufferPointer(rebasing: text[start..<end]), start)
      place = end
      for (index, mark) in marks.enumerated() {
        if let hit = next[index], hit < end { next[index] = ByteSearch.first(mark, in: text, from: end) }
      }
    }
  }
}
