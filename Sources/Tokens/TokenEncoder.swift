/// Counts tokens exactly, by joining byte pairs in the order of their ranks.
package struct TokenEncoder {
  private let vocabulary: Vocabulary

  /// Creates an encoder with a vocabulary.
  package init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  /// Returns how many tokens `text` has; markers of a chat template in it are plain text.
  package func count(_ text: String) -> Int {
    var effort = Int.max
    return count(text, effort: &effort) ?? 0
  }

  /// Returns how many tokens `text` has, or nil as soon as `effort` is used up.
  ///
  /// - Parameter effort: Bytes in pieces that have to be joined; those in long pieces take four times as long
  ///   and count four times. Some ten million a second.
  func count(_ text: String, effort: inout Int) -> Int? {
    var text = text
    return text.withUTF8 { bytes in
      var cutter = TextCutter(bytes, vocabulary.pattern)
      var count = 0
      while let piece = cutter.next() {
        guard let tokens = self.count(bytes, piece, effort: &effort) else { return nil }
        count += tokens
      }
      return count
    }
  }

  /// Pieces above this many bytes are joined with a heap.
  private static let shortPiece = 48

  private func count(
    _ bytes: UnsafeBufferPointer<UInt8>, _ piece: Range<Int>, effort: inout Int
  ) -> Int? {
    if vocabulary.rank(of: bytes, piece) != nil { return 1 }
    let isShort = piece.count <= Self.shortPiece
    effort -= isShort ? piece.count : piece.count * 4
    guard effort >= 0 else { return nil }
    if isShort { return SmallJoining(bytes, piece, vocabulary).count }
    var joining = LargeJoining(bytes, piece, vocabulary)
    return joining.count()
  }
}

/// Joining in a short piece: looking through all pairs each time is quickest.
private struct SmallJoining {
  let count: Int

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ piece: Range<Int>, _ vocabulary: Vocabulary) {
    // Where each part begins, and the rank that it and the next part would have together.
    var starts = Array(piece.lowerBound...piece.upperBound)
    var ranks = [UInt32](repeating: .max, count: starts.count)
    let rank = { (left: Int, right: Int) in vocabulary.rank(of: bytes, left..<right) ?? .max }
    for index in 0..<max(0, piece.count - 1) { ranks[index] = rank(starts[index], starts[index + 2]) }
    while let least = ranks.min(), least != .max, let index = ranks.firstIndex(of: least) {
      starts.remove(at: index + 1)
      ranks.remove(at: index + 1)
      let parts = starts.count - 1
      ranks[index] = index + 1 < parts ? rank(starts[index], starts[index + 2]) : .max
      if index > 0 { ranks[index - 1] = rank(starts[index - 1], starts[index + 1]) }
    }
    count = starts.count - 1
  }
}

/// Joining in a long piece, with a heap: n log n, so that nobody can make a text that takes for ever.
private struct LargeJoining {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let base: Int
  private let vocabulary: Vocabulary
  /// Parts as a list: where the next and the one before begin; a part that was joined has no length.
  private var ends: [Int32]
  private var previous: [Int32]
  private var heap = RankHeap()

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ piece: Range<Int>, _ vocabulary: Vocabulary) {
    self.bytes = bytes
    self.vocabulary = vocabulary
    base = piece.lowerBound
    ends = (0..<piece.count).map { Int32($0 + 1) }
    previous = (0..<piece.count).map { Int32($0 - 1) }
    for index in 0..<(piece.count - 1) { offer(index) }
  }

  mutating func count() -> Int {
    var parts = ends.count
    while let pair = heap.popFirst() {
      let left = Int(pair.place)
      guard let rank = rank(of: left), rank == pair.rank, end(ofPairAt: left) == Int(pair.end) else {
        continue
      }
      let right = Int(ends[left])
      ends[left] = ends[right]
      ends[right] = -1
      if Int(ends[left]) < ends.count { previous[Int(ends[left])] = Int32(left) }
      parts -= 1
      offer(left)
      if previous[left] >= 0 { offer(Int(previous[left])) }
    }
    return parts
  }

  private mutating func offer(_ left: Int) {
    guard let rank = rank(of: left), let end = end(ofPairAt: left) else { return }
    heap.insert(RankedPair(rank: rank, place: Int32(left), end: Int32(end)))
  }

  /// Where a part and the next one end together.
  private func end(ofPairAt left: Int) -> Int? {
    guard ends[left] > 0, Int(ends[left]) < ends.count else { return nil }
    return Int(ends[Int(ends[left])])
  }

  private func rank(of left: Int) -> UInt32? {
    end(ofPairAt: left).flatMap { vocabulary.rank(of: bytes, (base + left)..<(base + $0)) }
  }
}

/// Two neighbouring parts that are a token together.
private struct RankedPair {
  let rank: UInt32
  let place: Int32
  let end: Int32

  /// The lowest rank first, then the leftmost.
  static func < (left: RankedPair, right: RankedPair) -> Bool {
    left.rank != right.rank ? left.rank < right.rank : left.place < right.place
  }
}

/// A heap of pairs, the one to be joined first on top.
private struct RankHeap {
  private var pairs: [RankedPair] = []

  mutating func insert(_ pair: RankedPair) {
    var index = pairs.count
    pairs.append(pair)
    while index > 0 {
      let parent = (index - 1) / 2
      guard pairs[index] < pairs[parent] else { return }
      pairs.swapAt(index, parent)
      index = parent
    }
  }

  mutating func popFirst() -> RankedPair? {
    guard let first = pairs.first, let last = pairs.popLast() else { return nil }
    guard !pairs.isEmpty else { return first }
    pairs[0] = last
    var index = 0
    while true {
      let child = index * 2 + 1
      guard child < pairs.count else { return first }
      let least = child + 1 < pairs.count && pairs[child + 1] < pairs[child] ? child + 1 : child
      guard pairs[least] < pairs[index] else { return first }
      pairs.swapAt(index, least)
      index = least
    }
  }
}
