/// A run of blanks and line ends.
struct BlankRun {
  private(set) var end: Int
  private(set) var length = 0
  /// Scalars up to and with the last line end; 0 without one.
  private(set) var lengthToLineEnd = 0
  private(set) var afterLineEnd = 0
  /// Nothing but line ends comes before the last line end.
  private(set) var isLineEndsOnly = true
  /// Nothing but spaces comes before the last blank.
  private(set) var isSpaceBeforeLast = true
  private(set) var last = ScalarClass.space
  private(set) var lastIndex: Int
  /// The class of what follows, if anything does.
  private(set) var next: ScalarClass?

  init(_ text: UTF8Text, from start: Int) {
    end = start
    lastIndex = start
    var isLineEndsSoFar = true
    while end < text.count {
      let scalar = text.scalar(at: end)
      guard scalar.kind.isBlank else {
        next = scalar.kind
        return
      }
      if length > 0, last != .space { isSpaceBeforeLast = false }
      last = scalar.kind
      lastIndex = end
      end += scalar.length
      length += 1
      if scalar.kind == .lineEnd {
        isLineEndsOnly = isLineEndsSoFar
        lengthToLineEnd = length
        afterLineEnd = end
      } else {
        isLineEndsSoFar = false
      }
    }
  }
}

/// A run of marks and symbols, without letters, digits and blanks.
struct MarkRun {
  private(set) var end: Int
  private(set) var length = 0
  private(set) var emoji = 0
  private(set) var joiners = 0
  /// All are ASCII.
  private(set) var isPunctuation = true
  /// All are East Asian.
  private(set) var isWide = true
  private(set) var isOneCharacter = true
  private(set) var last = ScalarClass.punctuation

  init(_ text: UTF8Text, from start: Int) {
    end = start
    var first: UInt32?
    while end < text.count {
      let scalar = text.scalar(at: end)
      guard !scalar.kind.isLetter, !scalar.kind.isDigit, !scalar.kind.isBlank else { return }
      if let first { isOneCharacter = isOneCharacter && first == scalar.value } else { first = scalar.value }
      if scalar.kind == .emoji { emoji += 1 }
      if scalar.kind == .joiner { joiners += 1 }
      if scalar.kind != .punctuation { isPunctuation = false }
      if scalar.kind != .wideMark { isWide = false }
      last = scalar.kind
      end += scalar.length
      length += 1
    }
  }
}
