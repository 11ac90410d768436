/// Cuts a text into the pieces within which bytes are joined.
struct TextCutter {
  private let bytes: UTF8Text
  private let pattern: TextPattern
  private var index = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ pattern: TextPattern) {
    self.bytes = UTF8Text(bytes)
    self.pattern = pattern
  }

  /// Returns the next piece, or nil at the end.
  mutating func next() -> Range<Int>? {
    guard index < bytes.count else { return nil }
    let start = index
    let first = scalar(at: start)
    index =
      (pattern == .cl100k ? contraction(at: start) : nil) ?? word(from: start, first)
      ?? (first.kind.contains(.number) ? numberEnd(from: start) : nil) ?? marksEnd(from: start, first)
      ?? spaceEnd(from: start)
    return start..<index
  }

  private struct Scalar {
    var value: UInt32
    var kind: LetterClass
    var end: Int
  }

  @inline(__always) private func scalar(at index: Int) -> Scalar {
    let scanned = bytes.scalar(at: index)
    return Scalar(value: scanned.value, kind: .of(scanned.value), end: index + scanned.length)
  }

  /// The end of one of 's 't 'm 'd 're 've 'll that begins at `start`, in any case.
  private func contraction(at start: Int) -> Int? {
    guard start + 1 < bytes.count, bytes.bytes[start] == 0x27 else { return nil }
    let first = scalar(at: start + 1)
    switch first.value | 0x20 {
    case 0x73, 0x74, 0x6D, 0x64: return first.end
    default: break
    }
    // Folding of case makes the long s an s.
    if first.value == 0x17F { return first.end }
    guard first.end < bytes.count else { return nil }
    let second = scalar(at: first.end)
    switch (first.value | 0x20, second.value | 0x20) {
    case (0x72, 0x65), (0x76, 0x65), (0x6C, 0x6C): return second.end
    default: return nil
    }
  }

  private func word(from start: Int, _ first: Scalar) -> Int? {
    if pattern == .cl100k {
      if first.kind.contains(.letter) { return end(of: .letter, from: first.end) }
      return prefixEnd(first).flatMap { $0.kind.contains(.letter) ? end(of: .letter, from: $0.end) : nil }
    }
    return casedWord(from: start, first).map { contraction(at: $0) ?? $0 }
  }

  /// The scalar behind one that may come before a word.
  private func prefixEnd(_ first: Scalar) -> Scalar? {
    guard first.kind.isDisjoint(with: [.letter, .number, .lineEnd]), first.end < bytes.count else {
      return nil
    }
    return scalar(at: first.end)
  }

  /// A word of o200k_base: capitals first, then small letters; before it one mark or blank.
  private func casedWord(from start: Int, _ first: Scalar) -> Int? {
    if prefixEnd(first) != nil, let end = smallEnding(from: first.end) { return end }
    if let end = smallEnding(from: start) { return end }
    let beginning = prefixEnd(first) == nil ? start : first.end
    let end = end(of: .beginning, from: beginning)
    return end > beginning ? end : nil
  }

  /// The end of capitals and at least one other letter, or nil where there is none.
  private func smallEnding(from start: Int) -> Int? {
    var index = start
    var lastEnding: Int?
    while index < bytes.count {
      let scalar = scalar(at: index)
      guard scalar.kind.contains(.beginning) else {
        return scalar.kind.contains(.continuing) ? end(of: .continuing, from: scalar.end) : lastEnding
      }
      index = scalar.end
      if scalar.kind.contains(.continuing) { lastEnding = index }
    }
    return lastEnding
  }

  private func end(of kind: LetterClass, from start: Int) -> Int {
    var index = start
    while index < bytes.count {
      let scalar = scalar(at: index)
      guard scalar.kind.contains(kind) else { return index }
      index = scalar.end
    }
    return index
  }

  /// Numbers go in threes.
  private func numberEnd(from start: Int) -> Int {
    var index = start
    for _ in 0..<3 where index < bytes.count {
      let scalar = scalar(at: index)
      guard scalar.kind.contains(.number) else { return index }
      index = scalar.end
    }
    return index
  }

  /// Marks with one space before and line ends behind.
  private func marksEnd(from start: Int, _ first: Scalar) -> Int? {
    let beginning = first.value == 0x20 ? first.end : start
    var index = beginning
    while index < bytes.count {
      let scalar = scalar(at: index)
      guard scalar.kind.isDisjoint(with: [.letter, .number, .space]) else { break }
      index = scalar.end
    }
    guard index > beginning else { return nil }
    while index < bytes.count {
      let byte = bytes.bytes[index]
      guard byte == 0x0A || byte == 0x0D || (byte == 0x2F && pattern == .o200k) else { break }
      index += 1
    }
    return index
  }

  /// Blanks up to the last line end; otherwise all but the last, which joins what follows; otherwise one or all.
  private func spaceEnd(from start: Int) -> Int {
    var index = start
    var last = start
    var afterLineEnd: Int?
    while index < bytes.count {
      let scalar = scalar(at: index)
      guard scalar.kind.contains(.space) else { break }
      last = index
      index = scalar.end
      if scalar.kind.contains(.lineEnd) { afterLineEnd = index }
    }
    if index == bytes.count, pattern == .cl100k { return index }
    if let afterLineEnd { return afterLineEnd }
    return index == bytes.count || last == start ? index : last
  }
}
