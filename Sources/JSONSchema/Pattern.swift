/// A regular expression of a small language, matched in time linear in the text.
///
/// It has `^ $ . | ( ) (?: ) ? * + {m} {m,} {m,n}`, classes such as `[a-z]` and `[^"]`, the escapes
/// `\d \w \s \D \W \S \t \n \r \f \v \xHH \uHHHH`, and a backslash before punctuation. There are no
/// back-references, no look-around and no lazy repetition.
///
/// - Source: ECMA-262, "Patterns", for what each of these means; `\d` and `\w` are ASCII there.
struct Pattern: Sendable {
  /// The expression as it was written.
  let text: String
  private let program: [Instruction]

  /// One step of the matching machine (Thompson 1968); targets are indices into the program.
  enum Instruction: Sendable {
    case scalar(ScalarSet)
    case split(Int, Int)
    case jump(Int)
    case assertStart
    case assertEnd
    case match
  }

  /// Compiles an expression, or returns nil for one outside of the language.
  init?(_ text: String) {
    guard let program = PatternCompiler.program(of: text) else { return nil }
    self.text = text
    self.program = program
  }

  /// Returns true when the expression matches somewhere in `input`.
  func matches(_ input: String) -> Bool {
    var current = Threads(count: program.count)
    var next = Threads(count: program.count)
    var scalars = input.unicodeScalars.makeIterator()
    var scalar = scalars.next()
    var isStart = true
    while true {
      // A match may begin at every place.
      if follow(0, into: &current, isStart: isStart, isEnd: scalar == nil) { return true }
      guard let consumed = scalar else { return false }
      scalar = scalars.next()
      isStart = false
      for index in current.indices {
        guard case .scalar(let set) = program[index], set.contains(consumed) else { continue }
        if follow(index + 1, into: &next, isStart: false, isEnd: scalar == nil) { return true }
      }
      swap(&current, &next)
      next.removeAll()
    }
  }

  /// Adds all that can be reached from an instruction without consuming; returns true at a match.
  private func follow(_ start: Int, into threads: inout Threads, isStart: Bool, isEnd: Bool) -> Bool {
    var pending = [start]
    while let index = pending.popLast() {
      guard threads.insert(index) else { continue }
      switch program[index] {
      case .match: return true
      case .jump(let target): pending.append(target)
      case .split(let first, let second):
        pending.append(second)
        pending.append(first)
      case .assertStart: if isStart { pending.append(index + 1) }
      case .assertEnd: if isEnd { pending.append(index + 1) }
      case .scalar: break
      }
    }
    return false
  }
}

/// The instructions at which the machine is, each once.
private struct Threads {
  private(set) var indices: [Int] = []
  private var isPresent: [Bool]

  init(count: Int) { isPresent = Array(repeating: false, count: count) }

  mutating func insert(_ index: Int) -> Bool {
    guard !isPresent[index] else { return false }
    isPresent[index] = true
    indices.append(index)
    return true
  }

  mutating func removeAll() {
    for index in indices { isPresent[index] = false }
    indices.removeAll(keepingCapacity: true)
  }
}
