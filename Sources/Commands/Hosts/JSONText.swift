import JSON

/// A JSON text as a person has written it, and where its parts are.
struct JSONText {
  /// A step from a container to what is in it.
  enum Step: Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    case key(String)
    case index(Int)
    init(stringLiteral key: String) { self = .key(key) }
    init(integerLiteral index: Int) { self = .index(index) }
  }

  /// A member of an object or an element of a list.
  struct Item {
    /// The name of a member; nil for an element.
    let key: String?
    /// Where it begins: with its name, if it has one.
    let start: Int
    /// Where its value is.
    let value: Range<Int>
    /// Where the comma behind it is, which the last one may have too.
    var comma: Int?
  }

  /// An object or a list: its brackets, and what is between them.
  struct Container {
    let isObject: Bool
    let open: Int
    let close: Int
    let items: [Item]
  }

  /// The text itself.
  let bytes: [UInt8]
  /// What it says.
  let value: JSONValue
  /// Where the outermost value begins.
  let start: Int
  /// The text with blanks in place of comments.
  let plain: [UInt8]

  /// Reads a text; one of blanks and comments alone counts as an empty object at its end, as editors take it.
  ///
  /// - Throws: ``HostFileError`` with the place where it is no JSON.
  init(_ bytes: [UInt8]) throws(HostFileError) {
    let plain = JSONComments.removed(from: bytes)
    if plain.allSatisfy(JSONComments.isSpace) {
      let isOpenLine = bytes.lastIndex(of: 0x2F).map { !bytes[$0...].contains(0x0A) } ?? false
      let lead = isOpenLine ? "\n" : ""
      self.init(bytes: bytes + Array("\(lead){}\n".utf8), value: [:], plain: plain + Array("\(lead){}\n".utf8))
      return
    }
    do {
      let value = try JSONParser.parse(JSONComments.withoutTrailingCommas(plain))
      self.init(bytes: bytes, value: value, plain: plain)
    } catch {
      throw HostFileError(error, in: bytes)
    }
  }

  private init(bytes: [UInt8], value: JSONValue, plain: [UInt8]) {
    self.bytes = bytes
    self.value = value
    self.plain = plain
    start = plain.firstIndex { !JSONComments.isSpace($0) } ?? 0
  }

  /// Returns the value at the end of a path.
  func value(at path: [Step]) -> JSONValue? {
    path.reduce(value as JSONValue?) { value, step in
      switch step {
      case .key(let key): value?.object?[key]
      case .index(let index): value?.array.flatMap { $0.indices.contains(index) ? $0[index] : nil }
      }
    }
  }

  /// Returns where the member or element at the end of a path is, or nil where there is none.
  func item(at path: [Step]) throws(HostFileError) -> Item? {
    guard let last = path.last, let container = try container(at: Array(path.dropLast())) else { return nil }
    switch last {
    case .key(let key): return container.items.first { $0.key == key }
    case .index(let index): return container.items.indices.contains(index) ? container.items[index] : nil
    }
  }

  /// Returns the object or list at the end of a path, or nil where something else is.
  func container(at path: [Step]) throws(HostFileError) -> Container? {
    var start = start
    if !path.isEmpty {
      guard let item = try item(at: path) else { return nil }
      start = item.value.lowerBound
    }
    return try container(from: start)
  }

  private func container(from open: Int) throws(HostFileError) -> Container? {
    let isObject = plain[open] == UInt8(ascii: "{")
    guard isObject || plain[open] == UInt8(ascii: "[") else { return nil }
    var items: [Item] = []
    var index = afterSpace(open + 1)
    while plain[index] != UInt8(ascii: "}"), plain[index] != UInt8(ascii: "]") {
      var item = try item(from: index, hasKey: isObject)
      index = afterSpace(item.value.upperBound)
      if plain[index] == UInt8(ascii: ",") {
        item.comma = index
        index = afterSpace(index + 1)
      }
      items.append(item)
    }
    return Container(isObject: isObject, open: open, close: index, items: items)
  }

  private func item(from start: Int, hasKey: Bool) throws(HostFileError) -> Item {
    guard hasKey else { return Item(key: nil, start: start, value: start..<endOfValue(from: start)) }
    let end = JSONComments.endOfString(plain, from: start)
    let value = afterSpace(afterSpace(end) + 1)
    do {
      let key = try JSONParser.parse(bytes[start..<end]).string
      return Item(key: key, start: start, value: value..<endOfValue(from: value))
    } catch {
      throw HostFileError(error, in: bytes)
    }
  }

  private func afterSpace(_ start: Int) -> Int {
    plain[start...].firstIndex { !JSONComments.isSpace($0) } ?? plain.count
  }

  private func endOfValue(from start: Int) -> Int {
    var (index, depth) = (start, 0)
    while index < plain.count {
      switch plain[index] {
      case UInt8(ascii: "\""):
        index = JSONComments.endOfString(plain, from: index)
        if depth == 0 { return index }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return index }
        depth -= 1
        if depth == 0 { return index + 1 }
      case UInt8(ascii: ","), 0x20, 0x09, 0x0A, 0x0D: if depth == 0 { return index }
      default: break
      }
      index += 1
    }
    return index
  }
}
