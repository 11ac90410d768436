/// Reads a regular expression and emits the program that matches it; any step may find it unsupported.
struct PatternCompiler {
  // Repetitions are written out, so nested ones must not fill memory, nor nested groups the stack.
  private static let programLimit = 20_000
  private static let depthLimit = 100

  private typealias Code = [Pattern.Instruction]

  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var depth = 0

  /// Returns the program of an expression, or nil for one that is not supported.
  static func program(of text: String) -> [Pattern.Instruction]? {
    var compiler = PatternCompiler(scalars: Array(text.unicodeScalars))
    guard let code = compiler.alternatives(), compiler.index == compiler.scalars.count else { return nil }
    return code + [.match]
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard current == scalar else { return false }
    index += 1
    return true
  }

  private mutating func alternatives() -> Code? {
    guard var code = sequence() else { return nil }
    while take("|") {
      guard let other = sequence() else { return nil }
      code =
        [.split(1, code.count + 2)] + Self.moved(code, by: 1) + [.jump(code.count + 2 + other.count)]
        + Self.moved(other, by: code.count + 2)
      guard code.count <= Self.programLimit else { return nil }
    }
    return code
  }

  private mutating func sequence() -> Code? {
    var code: Code = []
    while let scalar = current, scalar != "|", scalar != ")" {
      guard let atom = atom(), let repeated = repeated(atom) else { return nil }
      code += Self.moved(repeated, by: code.count)
      guard code.count <= Self.programLimit else { return nil }
    }
    return code
  }

  private mutating func atom() -> Code? {
    guard let scalar = current else { return nil }
    index += 1
    switch scalar {
    case "^": return [.assertStart]
    case "$": return [.assertEnd]
    case ".": return [.scalar(.anyButLineEnds)]
    case "(": return group()
    case "[": return scalarClass().map { [.scalar($0)] }
    case "\\": return escape().map { [.scalar($0)] }
    case "*", "+", "?", "{", "}", "]": return nil
    default: return [.scalar(ScalarSet(scalar))]
    }
  }

  private mutating func group() -> Code? {
    if take("?"), !take(":") { return nil }
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit, let code = alternatives(), take(")") else { return nil }
    return code
  }

  /// Reads what follows a backslash.
  private mutating func escape() -> ScalarSet? {
    guard let scalar = current else { return nil }
    index += 1
    switch scalar {
    case "t": return ScalarSet("\t")
    case "n": return ScalarSet("\n")
    case "r": return ScalarSet("\r")
    case "f": return ScalarSet("\u{0C}")
    case "v": return ScalarSet("\u{0B}")
    case "x": return hexadecimal(digits: 2)
    case "u": return hexadecimal(digits: 4)
    case "!"..."/", ":"..."@", "["..."`", "{"..."~": return ScalarSet(scalar)
    default: return ScalarSet.named(scalar)
    }
  }

  private mutating func hexadecimal(digits: Int) -> ScalarSet? {
    guard index + digits <= scalars.count else { return nil }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[index..<(index + digits)])
    index += digits
    // A sign would be taken by the initializer too.
    guard text.allSatisfy(\.properties.isASCIIHexDigit) else { return nil }
    return UInt32(String(text), radix: 16).flatMap { Unicode.Scalar($0) }.map { ScalarSet($0) }
  }

  /// Reads a class after its opening bracket.
  private mutating func scalarClass() -> ScalarSet? {
    var set = ScalarSet([])
    let isInverted = take("^")
    while !take("]") {
      guard let low = classMember() else { return nil }
      if current == "-", index + 1 < scalars.count, scalars[index + 1] != "]" {
        index += 1
        guard let high = classMember(), let first = low.only, let last = high.only, first <= last else {
          return nil
        }
        set.add(ScalarSet([first...last]))
      } else {
        set.add(low)
      }
    }
    set.isInverted = isInverted
    return set
  }

  private mutating func classMember() -> ScalarSet? {
    guard let scalar = current else { return nil }
    index += 1
    return scalar == "\\" ? escape() : ScalarSet(scalar)
  }

  /// Returns the code of an atom with the quantifier that follows it, if any.
  private mutating func repeated(_ atom: Code) -> Code? {
    guard let scalar = current else { return atom }
    let (least, most): (Int, Int?)
    switch scalar {
    case "?": (least, most) = (0, 1)
    case "*": (least, most) = (0, nil)
    case "+": (least, most) = (1, nil)
    case "{":
      guard let bounds = bounds() else { return nil }
      (least, most) = bounds
    default: return atom
    }
    index += 1
    // A second one would be a lazy or possessive repetition.
    if let next = current, next == "?" || next == "*" || next == "+" || next == "{" { return nil }
    return Self.written(atom, least: least, most: most)
  }

  /// Reads `{m}`, `{m,}` or `{m,n}` up to its closing brace.
  private mutating func bounds() -> (Int, Int?)? {
    index += 1
    guard let least = integer() else { return nil }
    var most: Int? = least
    if take(",") {
      most = current == "}" ? nil : integer()
      if most == nil, current != "}" { return nil }
    }
    guard current == "}", least <= most ?? least else { return nil }
    return (least, most)
  }

  private mutating func integer() -> Int? {
    var value: Int?
    while let scalar = current, ("0"..."9").contains(scalar) {
      value = (value ?? 0) * 10 + Int(scalar.value - 0x30)
      guard value ?? 0 <= Self.programLimit else { return nil }
      index += 1
    }
    return value
  }

  private static func written(_ atom: Code, least: Int, most: Int?) -> Code? {
    let copies = max(least, most ?? least) + 1
    guard copies * (atom.count + 1) <= programLimit else { return nil }
    var code: Code = []
    for _ in 0..<least { code += moved(atom, by: code.count) }
    if let most {
      let end = code.count + (most - least) * (atom.count + 1)
      for _ in least..<most {
        code.append(.split(code.count + 1, end))
        code += moved(atom, by: code.count)
      }
    } else {
      let start = code.count
      code.append(.split(start + 1, start + atom.count + 2))
      code += moved(atom, by: start + 1)
      code.append(.jump(start))
    }
    return code
  }

  private static func moved(_ code: Code, by distance: Int) -> Code {
    code.map { instruction in
      switch instruction {
      case .split(let first, let second): .split(first + distance, second + distance)
      case .jump(let target): .jump(target + distance)
      default: instruction
      }
    }
  }
}

extension ScalarSet {
  /// The one scalar of the set, or nil when there are more.
  fileprivate var only: UInt32? {
    guard !isInverted, ranges.count == 1, let range = ranges.first, range.count == 1 else { return nil }
    return range.lowerBound
  }
}
