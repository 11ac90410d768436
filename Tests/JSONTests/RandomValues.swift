import JSON
import TestSupport

/// Values and damaged texts that a seed alone repeats.
struct RandomValues {
  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func value(depth: Int) -> JSONValue {
    switch Int.random(in: 0...(depth > 0 ? 7 : 5), using: &random) {
    case 0: .null
    case 1: .bool(Bool.random(using: &random))
    case 2: .number(JSONNumber(Int64.random(in: .min ... .max, using: &random)))
    case 3: .number(decimal())
    case 4, 5: .string(text())
    case 6: array(depth: depth)
    default: object(depth: depth)
    }
  }

  mutating func object(depth: Int) -> JSONValue {
    var object = JSONObject()
    for _ in 0..<Int.random(in: 0...20, using: &random) { object[text()] = value(depth: depth - 1) }
    return .object(object)
  }

  /// Returns `bytes` with one to four of them changed, dropped, doubled or put in.
  mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
    let tokens = Array("{}[]\",:\\u0e-.+tfn\u{0}\u{1F} ".utf8) + [0x80, 0xC3, 0xED, 0xF0, 0xFF]
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
      let index = Int.random(in: 0..<bytes.count, using: &random)
      let token = tokens[Int.random(in: 0..<tokens.count, using: &random)]
      switch Int.random(in: 0...4, using: &random) {
      case 0: bytes[index] = token
      case 1: bytes[index] = UInt8.random(in: 0...255, using: &random)
      case 2: bytes.remove(at: index)
      case 3: bytes.insert(token, at: index)
      default: bytes.removeSubrange(index...)
      }
    }
    return bytes
  }

  private mutating func array(depth: Int) -> JSONValue {
    let count = Int.random(in: 0...6, using: &random)
    var elements: [JSONValue] = []
    for _ in 0..<count { elements.append(value(depth: depth - 1)) }
    return .array(elements)
  }

  private mutating func decimal() -> JSONNumber {
    let digits = Int.random(in: 1...30, using: &random)
    var lexeme = Bool.random(using: &random) ? "-" : ""
    lexeme += "\(Int.random(in: 0...9, using: &random))."
    for _ in 0..<digits { lexeme += "\(Int.random(in: 0...9, using: &random))" }
    if Bool.random(using: &random) { lexeme += "e\(Int.random(in: -400...400, using: &random))" }
    return JSONNumber(lexeme: lexeme) ?? JSONNumber(0)
  }

  private mutating func text() -> String {
    let scalars: [Unicode.Scalar] = [
      "a", "b", " ", "\"", "\\", "/", "\n", "\u{0}", "\u{7F}", "é", "\u{301}", "€", "😀", "\u{10FFFF}",
    ]
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...24, using: &random) {
      let isPlain = Int.random(in: 0...3, using: &random) > 0
      text.append(isPlain ? "x" : scalars[Int.random(in: 0..<scalars.count, using: &random)])
    }
    return String(text)
  }
}
