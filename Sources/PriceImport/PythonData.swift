import JSON

/// Reads the data that a Python module writes out as calls of classes with named arguments.
///
/// Only what such data needs: texts, numbers, lists, dictionaries, `None`, `True`, `False`, and calls. A call with
/// named arguments is an object of them, `Decimal('1.5')` is the number, `date(2026, 8, 17)` and `time(0, 30)` are
/// texts. Nothing is run.
struct PythonData {
  private let bytes: [UInt8]
  private var place: Int

  /// Returns the list that is assigned to the first name whose value is one; nil when there is none.
  static func list(in bytes: [UInt8]) -> JSONValue? {
    let mark = Array("] = [\n".utf8)
    guard bytes.count > mark.count,
      let start = bytes.indices.dropLast(mark.count).first(where: { bytes[$0...].starts(with: mark) })
    else { return nil }
    var reader = PythonData(bytes: bytes, place: start + mark.count - 2)
    return reader.value()
  }

  private mutating func value() -> JSONValue? {
    switch peek() {
    case UInt8(ascii: "["): return list()
    case UInt8(ascii: "{"): return dictionary()
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return text().map(JSONValue.string)
    case let byte? where byte.isDigit || byte == UInt8(ascii: "-"): return number()
    default: return nameOrCall()
    }
  }

  private mutating func list() -> JSONValue? {
    var elements: [JSONValue] = []
    guard take("[") else { return nil }
    while !take("]") {
      guard let value = value() else { return nil }
      elements.append(value)
      guard take(",") || peek() == UInt8(ascii: "]") else { return nil }
    }
    return .array(elements)
  }

  private mutating func dictionary() -> JSONValue? {
    var object = JSONObject()
    guard take("{") else { return nil }
    while !take("}") {
      guard peek() == UInt8(ascii: "'") || peek() == UInt8(ascii: "\""), let key = text(), take(":"),
        let value = value()
      else { return nil }
      object[key] = value
      guard take(",") || peek() == UInt8(ascii: "}") else { return nil }
    }
    return .object(object)
  }

  private mutating func number() -> JSONValue? {
    let start = place
    while place < bytes.count, !Self.ends.contains(bytes[place]) { place += 1 }
    let lexeme = String(decoding: bytes[start..<place].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    return JSONNumber(lexeme: lexeme).map(JSONValue.number)
  }

  private mutating func nameOrCall() -> JSONValue? {
    guard let name = name() else { return nil }
    guard take("(") else {
      switch name {
      case "None": return .null
      case "True": return true
      case "False": return false
      default: return .string(name)
      }
    }
    var named = JSONObject()
    var others: [JSONValue] = []
    while !take(")") {
      let start = place
      if let key = self.name(), take("=") {
        guard let value = value() else { return nil }
        // A keyword of the language has an underscore behind it when it names an argument.
        named[key.hasSuffix("_") ? String(key.dropLast()) : key] = value
      } else {
        place = start
        guard let value = value() else { return nil }
        others.append(value)
      }
      guard take(",") || peek() == UInt8(ascii: ")") else { return nil }
    }
    return Self.result(of: name, others, named)
  }

  private static func result(of name: String, _ others: [JSONValue], _ named: JSONObject) -> JSONValue? {
    let parts = others.compactMap { $0.number?.lexeme }.map { $0.count < 2 ? "0" + $0 : $0 }
    switch name.split(separator: ".").last {
    case "Decimal":
      return others.first?.string.flatMap { JSONNumber(lexeme: $0) }.map(JSONValue.number) ?? others.first
    case "date": return .string(parts.joined(separator: "-"))
    case "time": return .string(parts.joined(separator: ":"))
    default: return .object(named)
    }
  }

  private mutating func name() -> String? {
    skipBlanks()
    let start = place
    while place < bytes.count, bytes[place].isNamePart { place += 1 }
    guard place > start else { return nil }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private mutating func text() -> String? {
    let quote = bytes[place]
    place += 1
    var result: [UInt8] = []
    while place < bytes.count, bytes[place] != quote {
      var byte = bytes[place]
      if byte == UInt8(ascii: "\\"), place + 1 < bytes.count {
        place += 1
        switch bytes[place] {
        case UInt8(ascii: "n"): byte = 10
        case UInt8(ascii: "t"): byte = 9
        case UInt8(ascii: "x"), UInt8(ascii: "u"), UInt8(ascii: "U"): return nil
        default: byte = bytes[place]
        }
      }
      result.append(byte)
      place += 1
    }
    guard place < bytes.count else { return nil }
    place += 1
    return String(decoding: result, as: UTF8.self)
  }

  private static let ends = Set(",]})\n ".utf8)

  private mutating func skipBlanks() {
    while place < bytes.count,
      bytes[place] == 32 || bytes[place] == 10 || bytes[place] == 13 || bytes[place] == 9
    {
      place += 1
    }
  }

  private mutating func peek() -> UInt8? {
    skipBlanks()
    return place < bytes.count ? bytes[place] : nil
  }

  private mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: mark) else { return false }
    place += 1
    return true
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { UInt8(ascii: "0") <= self && self <= UInt8(ascii: "9") }
  fileprivate var isNamePart: Bool {
    isDigit || self == UInt8(ascii: "_") || self == UInt8(ascii: ".")
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }
}
