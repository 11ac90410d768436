/// The rows of a text of separated values (RFC 4180), one after the other.
///
/// Cells may be quoted and then hold separators, line ends and doubled quotation marks. Lines end with LF, CRLF or CR.
struct CSVRows {
  /// A cell: where its text lies, and whether quotation marks in it are doubled.
  struct Cell {
    fileprivate let range: Range<Int>
    fileprivate let hasQuotes: Bool
  }

  private let bytes: UnsafeRawBufferPointer
  private let separator: UInt8
  private var offset: Int
  /// Where the row that was read last begins.
  private(set) var start = 0
  /// Whether a quoted cell of that row never ended, or went on after its closing mark.
  private(set) var isBroken = false

  /// Creates the rows of `bytes`; the separator is the one of `,`, `;` and a tab that the first line has most of.
  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    offset = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    separator = Self.separator(of: bytes[offset...])
  }

  /// Reads the next row that is not blank into `cells`; returns false where there is none.
  mutating func next(_ cells: inout [Cell]) -> Bool {
    skipLineEnds()
    start = offset
    isBroken = false
    cells.removeAll(keepingCapacity: true)
    guard offset < bytes.count else { return false }
    while true {
      cells.append(bytes[offset..<bytes.count].first == Self.quote ? quotedCell() : plainCell())
      guard offset < bytes.count, bytes[offset] == separator else { return true }
      offset += 1
    }
  }

  /// Returns the text of a cell, without blanks around it.
  func text(of cell: Cell) -> String {
    let text = String(decoding: bytes[cell.range], as: UTF8.self)
    return (cell.hasQuotes ? text.replacing("\"\"", with: "\"") : text).trimmed
  }

  private mutating func plainCell() -> Cell {
    let first = offset
    while offset < bytes.count, bytes[offset] != separator, !Self.endsLine(bytes[offset]) { offset += 1 }
    return Cell(range: first..<offset, hasQuotes: false)
  }

  private mutating func quotedCell() -> Cell {
    let first = offset + 1
    var hasQuotes = false
    offset = first
    while offset < bytes.count {
      if bytes[offset] != Self.quote {
        offset += 1
      } else if offset + 1 < bytes.count, bytes[offset + 1] == Self.quote {
        hasQuotes = true
        offset += 2
      } else {
        return closed(Cell(range: first..<offset, hasQuotes: hasQuotes))
      }
    }
    isBroken = true
    return Cell(range: first..<bytes.count, hasQuotes: hasQuotes)
  }

  /// Steps over the closing mark of a cell and what wrongly follows it.
  private mutating func closed(_ cell: Cell) -> Cell {
    offset += 1
    if plainCell().range.contains(where: { bytes[$0] != 0x20 }) { isBroken = true }
    return cell
  }

  private mutating func skipLineEnds() {
    while offset < bytes.count, Self.endsLine(bytes[offset]) { offset += 1 }
  }

  private static let quote = UInt8(ascii: "\"")
  private static func endsLine(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  private static func separator(of bytes: Slice<UnsafeRawBufferPointer>) -> UInt8 {
    var counts: [(separator: UInt8, count: Int)] = [(UInt8(ascii: ","), 0), (UInt8(ascii: ";"), 0), (0x09, 0)]
    var isQuoted = false
    for byte in bytes {
      if byte == quote { isQuoted.toggle() }
      if isQuoted { continue }
      if endsLine(byte) { break }
      for index in counts.indices where counts[index].separator == byte { counts[index].count += 1 }
    }
    // Of equal counts the first is taken.
    return counts.reversed().max { $0.count < $1.count }?.separator ?? UInt8(ascii: ",")
  }
}
