/// Splits a stream of bytes into lines, however it was cut into chunks.
///
/// A line ends at the byte 0x0A alone. A mark of byte order before the first line, blanks and carriage returns
/// at a line's end, and blank lines are left out. Of a line above the limit nothing is kept.
package struct LineSplitter: Sendable {
  /// How many bytes a line may have unless said otherwise: 16 MiB.
  package static let defaultLimit = 16 << 20

  private static let lineEnd = UInt8(ascii: "\n")
  // Beyond that, the memory of a long line is given back.
  private static let keptCapacity = 1 << 16

  private let limit: Int
  /// The beginning of a line whose end has not come.
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
    while let end = chunk[start...].firstIndex(of: Self.lineEnd) {
      if let line = completed(by: chunk[start..<end]) { lines.append(line) }
      start = end + 1
    }
    keep(chunk[start...])
    return lines
  }

  /// Returns the lines that end in `chunk`.
  package mutating func append(_ chunk: some Collection<UInt8>) -> [Line] {
    Array(chunk).withUnsafeBytes { append($0) }
  }

  /// Returns what stands after the last line end, at the end of the stream.
  package mutating func finish() -> [Line] {
    guard let line = completed(by: UnsafeRawBufferPointer(start: nil, count: 0)[...]) else { return [] }
    return [line]
  }

  private mutating func completed(by rest: Slice<UnsafeRawBufferPointer>) -> Line? {
    defer { startLine() }
    guard !isDiscarding, pending.count + rest.count <= limit else { return .tooLong }
    // A line within one chunk is copied once.
    let line = pending.isEmpty ? trimmed(rest) : trimmed((pending + rest)[...])
    return line.isEmpty ? nil : .text(line)
  }

  private mutating func keep(_ rest: Slice<UnsafeRawBufferPointer>) {
    guard !isDiscarding else { return }
    if pending.count + rest.count > limit {
      isDiscarding = true
      pending = []
    } else {
      pending.append(contentsOf: rest)
    }
  }

  private mutating func startLine() {
    isDiscarding = false
    isFirstLine = false
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
