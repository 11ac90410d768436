/// A TOML text as a person has written it, and where its parts are.
///
/// What a text means is not checked, such as whether a key occurs twice: only where one thing ends and the next begins.
struct TOMLText {
  /// A value and where it is.
  struct Value {
    /// What kind of value it is.
    indirect enum Kind {
      case string(String)
      case list([Value])
      /// A table in braces.
      case table([Pair])
      /// A number, a truth value or a time.
      case other
    }
    let range: Range<Int>
    let kind: Kind
  }

  /// A key and its value.
  struct Pair {
    /// The parts of the key, without quotes.
    let path: [String]
    /// Where the key is.
    let key: Range<Int>
    let value: Value
    /// Where the comma behind it is, in a table in braces.
    var comma: Int?
  }

  /// What stands on one or more lines of its own.
  enum Statement {
    /// `[a.b]`, or `[[a.b]]` where it is one of a list.
    case header(path: [String], isOfList: Bool)
    case pair(Pair)
  }

  /// A statement, where its lines are without the last line's end, and the table in which it is.
  struct Line {
    let statement: Statement
    let range: Range<Int>
    let table: [String]

    /// The path from the root, of a header that of its table.
    var path: [String] {
      switch statement {
      case .header(let path, _): path
      case .pair(let pair): table + pair.path
      }
    }

    /// Whether it is a header.
    var isHeader: Bool { if case .header = statement { true } else { false } }
  }

  /// The text itself.
  let bytes: [UInt8]
  /// Its statements in order.
  let lines: [Line]

  /// Reads a text.
  ///
  /// - Throws: ``HostFileError`` with the place where it is no TOML.
  init(_ bytes: [UInt8]) throws(HostFileError) {
    self.bytes = bytes
    var reader = TOMLReader(bytes)
    lines = try reader.lines()
  }

  /// A pair in a table in braces, at whatever depth, or of a line.
  struct Leaf {
    let path: [String]
    let pair: Pair
  }

  /// Returns every pair whose value is no table, with its path from the root.
  func leaves() -> [Leaf] { lines.flatMap(Self.leaves) }

  /// Returns the pairs of one line.
  static func leaves(of line: Line) -> [Leaf] {
    if case .pair(let pair) = line.statement { leaves(of: pair, at: line.path) } else { [] }
  }

  private static func leaves(of pair: Pair, at path: [String]) -> [Leaf] {
    guard case .table(let pairs) = pair.value.kind else { return [Leaf(path: path, pair: pair)] }
    return pairs.flatMap { leaves(of: $0, at: path + $0.path) }
  }
}
