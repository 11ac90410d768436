/// A vocabulary of byte pairs: which sequences of bytes are tokens, and which are joined first.
///
/// Read from a file of the form that tiktoken uses: a line for each token, its bytes in Base64, a space and
/// its rank. Lower ranks are joined first.
package struct Vocabulary: Sendable {
  /// How text is cut before bytes are joined.
  package let pattern: TextPattern
  /// How many tokens there are.
  package let count: Int
  /// The bytes of all tokens, one after the other.
  private let bytes: [UInt8]
  /// Where each token begins, and where the last one ends.
  private let starts: [UInt32]
  private let ranks: [UInt32]
  /// Places of tokens by hash; 0 is empty, otherwise one more than the token's place.
  private let table: [UInt32]
  private let mask: Int
  /// The length of the longest token.
  let longest: Int

  /// Why a file is no vocabulary.
  package struct Fault: Error, Hashable {
    /// The line, from 1.
    package let line: Int
    /// What is wrong there.
    package let reason: Reason

    /// Creates a fault.
    package init(line: Int, reason: Reason) {
      self.line = line
      self.reason = reason
    }

    /// What can be wrong with a file.
    package enum Reason: Hashable, Sendable {
      case noBase64, noRank, repeated, noTokens, tooLarge
      /// A byte that is no token, so that there are texts which it cannot count.
      case missingByte(UInt8)
    }
  }

  /// The largest file that is read, in bytes.
  package static let largestFile = 64 << 20

  /// Reads a file.
  ///
  /// - Throws: ``Fault``.
  package init(_ file: [UInt8], pattern: TextPattern) throws(Fault) {
    guard file.count <= Self.largestFile else { throw Fault(line: 1, reason: .tooLarge) }
    var reader = VocabularyReader()
    try reader.read(file)
    guard reader.ranks.count > 0 else { throw Fault(line: 1, reason: .noTokens) }
    self.pattern = pattern
    count = reader.ranks.count
    bytes = reader.bytes
    starts = reader.starts
    ranks = reader.ranks
    longest = reader.longest
    var size = 1_024
    while size < count * 2 { size *= 2 }
    mask = size - 1
    table = try Self.table(reader, mask: size - 1)
    for byte in UInt8.min...UInt8.max where rank(of: [byte]) == nil {
      throw Fault(line: count, reason: .missingByte(byte))
    }
  }

  private static func table(_ reader: VocabularyReader, mask: Int) throws(Fault) -> [UInt32] {
    var table = [UInt32](repeating: 0, count: mask + 1)
    for token in reader.ranks.indices {
      let range = Int(reader.starts[token])..<Int(reader.starts[token + 1])
      var slot = reader.bytes.withUnsafeBufferPointer { hash($0, range) } & mask
      while table[slot] != 0 {
        let other = Int(table[slot]) - 1
        let place = Int(reader.starts[other])..<Int(reader.starts[other + 1])
        guard reader.bytes[place] != reader.bytes[range] else {
          throw Fault(line: token + 1, reason: .repeated)
        }
        slot = (slot + 1) & mask
      }
      table[slot] = UInt32(token + 1)
    }
    return table
  }

  private func rank(of word: [UInt8]) -> UInt32? {
    word.withUnsafeBufferPointer { rank(of: $0, 0..<word.count) }
  }

  /// Returns the rank of the token that is `text[range]`, or nil when there is none.
  @inline(__always) func rank(of text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> UInt32? {
    guard range.count <= longest else { return nil }
    var slot = Self.hash(text, range) & mask
    while table[slot] != 0 {
      let token = Int(table[slot]) - 1
      let start = Int(starts[token])
      if Int(starts[token + 1]) - start == range.count, isSame(text, range, start) { return ranks[token] }
      slot = (slot + 1) & mask
    }
    return nil
  }

  @inline(__always) private func isSame(
    _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ start: Int
  ) -> Bool {
    for offset in 0..<range.count where bytes[start + offset] != text[range.lowerBound + offset] {
      return false
    }
    return true
  }

  /// FNV-1a with a last mixing step, as the table is cut by a mask.
  @inline(__always) private static func hash(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in range { hash = (hash ^ UInt64(text[index])) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: (hash ^ hash >> 29) & 0x7FFF_FFFF)
  }
}

/// Reads the lines of a vocabulary.
private struct VocabularyReader {
  private(set) var bytes: [UInt8] = []
  private(set) var starts: [UInt32] = [0]
  private(set) var ranks: [UInt32] = []
  private(set) var longest = 0

  mutating func read(_ file: [UInt8]) throws(Vocabulary.Fault) {
    bytes.reserveCapacity(file.count / 2)
    starts.reserveCapacity(file.count / 16)
    ranks.reserveCapacity(file.count / 16)
    var index = 0
    var line = 0
    while index < file.count {
      line += 1
      let isBlank = file[index] == 0x0A || file[index] == 0x0D
      if !isBlank { try token(file, &index, line) }
      while index < file.count, file[index] != 0x0A {
        guard file[index] == 0x0D else { throw Vocabulary.Fault(line: line, reason: .noRank) }
        index += 1
      }
      index += 1
    }
  }

  private mutating func token(_ file: [UInt8], _ index: inout Int, _ line: Int) throws(Vocabulary.Fault) {
    let before = bytes.count
    var bits: UInt32 = 0
    var held = 0
    while index < file.count, file[index] != 0x20 {
      if file[index] != 0x3D {
        let value = Self.values[Int(file[index])]
        guard value < 64 else { throw Vocabulary.Fault(line: line, reason: .noBase64) }
        bits = bits << 6 | UInt32(value)
        held += 6
        if held >= 8 {
          held -= 8
          bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
        }
      }
      index += 1
    }
    guard bytes.count > before else { throw Vocabulary.Fault(line: line, reason: .noBase64) }
    index += 1
    try rank(file, &index, line)
    longest = max(longest, bytes.count - before)
    starts.append(UInt32(bytes.count))
  }

  private mutating func rank(_ file: [UInt8], _ index: inout Int, _ line: Int) throws(Vocabulary.Fault) {
    var rank: UInt32 = 0
    let start = index
    while index < file.count, (0x30...0x39).contains(file[index]), index - start < 9 {
      rank = rank * 10 + UInt32(file[index] - 0x30)
      index += 1
    }
    guard index > start else { throw Vocabulary.Fault(line: line, reason: .noRank) }
    ranks.append(rank)
  }

  /// The six bits of each character of Base64; 64 for what is none.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 64, count: 256)
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for (value, letter) in letters.utf8.enumerated() { values[Int(letter)] = UInt8(value) }
    return values
  }()
}
