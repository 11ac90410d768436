/// Splits a stream of bytes into lines, however it was cut into chunks.
///
/// A line ends at the byte 0x0A alone. A mark of byte order before the first line, blanks and carriage returns
/// at a line's end, and blank lines are left out. Of a line above the limit nothing is kept.
package struct LineSplitter: Sendable {
  /// How many bytes a line may have unless said otherwise: 16 MiB.
  package static let defaultLimit = 16 << 20

  private static let lineEnd = UInt8(ascii: "\n")
  // A long line is kept in pieces: growing one array takes twice the line and more.
  private static let pieceSize = 1 << 20
  // Beyond that, the memory of a long line is given back.
  private static let keptCapacity = 1 << 16

  private let limit: Int
  /// The beginning of a line whose end has not come, before what is in `pending`.
  private var pieces: [[UInt8]] = []
  private var pending: [UInt8] = []
  private var isDiscarding = false
  private var isFirstLine = true

  /// Creates a splitter for a new stream.
  ///
  /// - Parameter limit: How many bytes a line may have, without its end.
  package init(limit: Int = defaultLimit) { self.limit = limit }

  /// Returns the lines that end in `chunk`.
  package mutating func append(_ chunk: UnsafeRawBufferPointer) -> [Line] {
    var lines: [Line] = []
    var start = 0
    while let end = Self.endOfLine(in: chunk, from: start) {
      if let line = completed(by: chunk[start..<end]) { lines.append(line) }
      start = end + 1
    }
    keep(UnsafeRawBufferPointer(rebasing: chunk[start...]))
    return lines
  }

  /// Returns the lines that end in `chunk`.
  package mutating func append(_ chunk: some Collection<UInt8>) -> [Line] {
    let lines = chunk.withContiguousStorageIfAvailable { append(UnsafeRawBufferPointer($0)) }
    return lines ?? Array(chunk).withUnsafeBytes { append($0) }
  }

  /// Returns what follows the last line end, at the end of the stream.
  package mutating func finish() -> [Line] {
    guard let line = completed(by: UnsafeRawBufferPointer(start: nil, count: 0)[...]) else { return [] }
    return [line]
  }

  /// Returns where the first line end at or after `start` is.
  ///
  /// Eight bytes at a time: a byte of `odd` is zero at a line end, and only such a byte, or one
  /// above it, gets its high bit from the subtraction without having had it.
  private static func endOfLine(in chunk: UnsafeRawBufferPointer, from start: Int) -> Int? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var index = start
    while index &+ 8 <= chunk.count {
      let word = UInt64(littleEndian: chunk.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      let odd = word ^ (ones &* UInt64(lineEnd))
      let found = (odd &- ones) & ~odd & (ones &* 0x80)
      if found != 0 { return index &+ found.trailingZeroBitCount / 8 }
      index &+= 8
    }
    while index < chunk.count {
      if chunk[index] == lineEnd { return index }
      index &+= 1
    }
    return nil
  }

  private mutating func completed(by rest: Slice<UnsafeRawBufferPointer>) -> Line? {
    defer { startLine() }
    guard !isDiscarding, keptCount + rest.count <= limit else { return .tooLong }
    // A line within one chunk is copied once.
    let line = keptCount == 0 ? trimmed(rest) : trimmed(joined(with: rest)[...])
    return line.isEmpty ? nil : .text(line)
  }

  private var keptCount: Int { pieces.reduce(pending.count) { $0 + $1.count } }

  private mutating func joined(with rest: Slice<UnsafeRawBufferPointer>) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(keptCount + rest.count)
    // Each piece goes once it is copied, so that a long line is hardly held twice.
    for index in pieces.indices {
      line += pieces[index]
      pieces[index] = []
    }
    line += pending
    line += rest
    return line
  }

  private mutating func keep(_ rest: UnsafeRawBufferPointer) {
    guard !isDiscarding else { return }
    guard keptCount + rest.count <= limit else {
      isDiscarding = true
      pieces = []
      pending = []
      return
    }
    pending.append(contentsOf: rest)
    guard pending.count >= Self.pieceSize else { return }
    pieces.append(pending)
    pending = []
  }

  private mutating func startLine() {
    isDiscarding = false
    isFirstLine = false
    pieces = []
    pending.removeAll(keepingCapacity: pending.capacity <= Self.keptCapacity)
  }

  private func trimmed<Bytes: BidirectionalCollection>(_ line: Bytes) -> [UInt8]
  where Bytes.Element == UInt8, Bytes.SubSequence == Bytes {
    var line = line
    if isFirstLine, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
    while let last = line.last, Self.isBlank(last) { line.removeLast() }
    return Array(line)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }
}
