import JSON
import Posix

/// Feeds the lines of a file that hold one of several marks, without looking at the others.
struct LogBuffer {
  /// The memory of a stretch, kept from one to the next.
  private var bytes: [UInt8] = []

  /// Reads a stretch and hands its marked lines on, each with its offset.
  ///
  /// - Parameter count: How much is read, in bytes; more where a line is longer.
  /// - Returns: The offset after the last whole line, and whether the file ends there. A last line without its line
  ///   feed counts as whole once it is a whole object; before, it is read again when it has grown.
  mutating func feed(
    _ log: borrowing OpenLog, from start: Int64, atMost count: Int, marks: [StaticString],
    _ body: (UnsafeRawBufferPointer, Int64) -> Void
  ) throws(LogError) -> (offset: Int64, isLast: Bool) {
    // One byte more than there is shows the end.
    var length = max(1, Int(min(Int64(count), log.facts.size - start + 1)))
    defer { if bytes.count > count { bytes = [] } }
    while true {
      if bytes.count < length { bytes = [UInt8](repeating: 0, count: length) }
      let part = try bytes.withUnsafeMutableBytes { buffer in
        Result { () throws(LogError) in
          let filled = try log.read(from: start, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<length]))
          let text = UnsafeRawBufferPointer(rebasing: buffer[..<filled])
          return Self.hand(text, from: start, isEnd: filled < length, marks, body)
        }
      }.get()
      if let part { return part }
      // Not even one line fits.
      guard Int64(length) < LogScanner.longestWhole else { throw .tooLong(Int64(length)) }
      length = max(count, length * 4)
    }
  }

  /// - Returns: nil where no line ends in the text, and more may follow.
  private static func hand(
    _ text: UnsafeRawBufferPointer, from start: Int64, isEnd: Bool, _ marks: [StaticString],
    _ body: (UnsafeRawBufferPointer, Int64) -> Void
  ) -> (offset: Int64, isLast: Bool)? {
    let whole = ByteSearch.last(UInt8(ascii: "\n"), in: text).map { $0 + 1 } ?? 0
    guard whole > 0 || isEnd else { return nil }
    let lines = UnsafeRawBufferPointer(rebasing: text[..<whole])
    MarkedLines(lines, marks).forEach { body($0, start + Int64($1)) }
    guard isEnd, whole < text.count else { return (start + Int64(whole), isEnd) }
    let rest = UnsafeRawBufferPointer(rebasing: text[whole...])
    guard isWholeObject(rest) else { return (start + Int64(whole), true) }
    MarkedLines(rest, marks).forEach { body($0, start + Int64(whole + $1)) }
    return (start + Int64(text.count), true)
  }

  private static func isWholeObject(_ text: UnsafeRawBufferPointer) -> Bool {
    do {
      _ = try JSONParser.parse(text, keeping: JSONProjection())
      return true
    } catch {
      return false
    }
  }
}
