/// Estimates how many tokens a text has, in one pass over its scalars.
///
/// The text is cut roughly as a tokenizer's first step cuts it; a table says how many tokens a piece of a
/// kind and length has on average.
/// - Source: The manual's page "How are tokens estimated?".
struct TokenEstimator {
  private let weights: VocabularyWeights

  init(_ weights: VocabularyWeights) { self.weights = weights }

  /// Adds what `text` has to `measure`.
  func add(_ text: String, to measure: inout TextMeasure) {
    var text = text
    text.withUTF8 { bytes in
      weights.costs.withUnsafeBufferPointer { costs in
        weights.rare.withUnsafeBufferPointer { rare in
          measure.thousandths.withUnsafeMutableBufferPointer { sums in
            var scan = PieceScan(
              text: UTF8Text(bytes), weights: weights, costs: costs, rare: rare, sums: sums)
            scan.run()
          }
        }
      }
      measure.bytes += bytes.count
    }
  }
}

/// How many tokens each kind of piece of a text has.
struct TextMeasure {
  /// Thousandths of a token by row of the table.
  var thousandths = [Int64](repeating: 0, count: PieceRow.count)
  /// How long the text is.
  var bytes = 0

  var total: Int64 { thousandths.reduce(0, +) }
}

/// A walk through one text, piece by piece.
private struct PieceScan {
  let text: UTF8Text
  let weights: VocabularyWeights
  let costs: UnsafeBufferPointer<Int32>
  let rare: UnsafeBufferPointer<UInt32>
  let sums: UnsafeMutableBufferPointer<Int64>
  private var index = 0
  /// The class of the scalar before `index`.
  private var before = ScalarClass.lineEnd

  init(
    text: UTF8Text, weights: VocabularyWeights, costs: UnsafeBufferPointer<Int32>,
    rare: UnsafeBufferPointer<UInt32>, sums: UnsafeMutableBufferPointer<Int64>
  ) {
    self.text = text
    self.weights = weights
    self.costs = costs
    self.rare = rare
    self.sums = sums
  }

  mutating func run() {
    while index < text.count {
      let first = text.scalar(at: index)
      if first.kind.isLetter {
        letters(from: index, first, .none)
      } else if first.kind.isDigit {
        digits(first.kind)
      } else {
        beforeSomething(first)
      }
    }
  }

  @inline(__always) private func add(_ row: Int, _ length: Int) {
    let tabulated = VocabularyWeights.tabulated
    sums[row] +=
      length <= tabulated
      ? Int64(costs[row &* (tabulated &+ 1) &+ length]) : weights.longCost(row, length)
  }

  private func add(_ plain: PieceRow.Plain, _ length: Int) { add(PieceRow.plain(plain), length) }

  /// A blank, mark or symbol, which joins the letters behind it.
  @inline(__always) private mutating func beforeSomething(_ first: ScannedScalar) {
    let next = index + first.length
    if next < text.count, first.kind != .lineEnd {
      let second = text.scalar(at: next)
      if second.kind.isLetter {
        if before.isWordy, first.value == 0x27 || first.value == 0x2019, contraction(at: next) { return }
        let lead: PieceRow.Lead =
          switch first.kind {
          case .space: .space
          case .punctuation, .tab: .punctuation
          default: .other
          }
        return letters(from: next, second, lead)
      }
    }
    if first.kind.isBlank { blanks() } else { marks(from: index, after: .nothing) }
  }

  /// Takes one of 's 't 'd 'm 're 've 'll, whose letters begin at `start`.
  private mutating func contraction(at start: Int) -> Bool {
    var end = start
    var word: UInt32 = 0
    while end < text.count, end - start < 3 {
      let scalar = text.scalar(at: end)
      guard scalar.kind == .lower || scalar.kind == .upper else { break }
      word = word << 8 | scalar.value | 0x20
      end += 1
    }
    switch word {
    case 0x73, 0x74, 0x64, 0x6D, 0x7265, 0x7665, 0x6C6C: break
    default: return false
    }
    if end < text.count, text.scalar(at: end).kind.isLetter { return false }
    add(.contraction, 1)
    before = .lower
    index = end
    return true
  }

  private mutating func letters(from start: Int, _ first: ScannedScalar, _ lead: PieceRow.Lead) {
    if first.kind.isWordy { return word(from: start, lead) }
    var length = 0
    var end = start
    while end < text.count {
      let scalar = text.scalar(at: end)
      guard scalar.kind == first.kind else { break }
      end += scalar.length
      length += 1
    }
    add(PieceRow.script(first.kind, lead), length)
    before = first.kind
    index = end
  }

  @inline(__always) private mutating func word(from start: Int, _ lead: PieceRow.Lead) {
    var word = LatinWord(start: start)
    word.read(text, rare: rare, cutsAtCapitals: weights.cutsAtCapitals)
    var lead = lead
    if lead == .none, word.marks == 0, before == .digit || word.next == .digit { lead = .digit }
    add(PieceRow.word(word.shape, lead, rarity: word.rarity), word.length)
    before = word.last
    index = word.end
  }

  private mutating func digits(_ kind: ScalarClass) {
    var length = 0
    while index < text.count {
      let scalar = text.scalar(at: index)
      guard scalar.kind == kind else { break }
      index += scalar.length
      length += 1
    }
    if kind == .digit { add(.digits, (length + 2) / 3) } else { add(.otherDigits, length) }
    before = kind
  }

  private mutating func blanks() {
    let run = BlankRun(text, from: index)
    if run.lengthToLineEnd > 0 {
      add(run.isLineEndsOnly ? .lineEnds : .mixedLineEnds, run.lengthToLineEnd)
      before = .lineEnd
      index = run.afterLineEnd
    } else if run.length > 1, run.last == .space, let next = run.next, !next.isDigit {
      // The last one joins what follows.
      add(run.isSpaceBeforeLast ? .space : .tab, run.length - 1)
      before = .space
      index = run.lastIndex
    } else if run.length == 1, run.last == .space, let next = run.next, !next.isDigit {
      marks(from: run.end, after: .space)
    } else {
      add(run.isSpaceBeforeLast && run.last == .space ? .space : .tab, run.length)
      before = run.last
      index = run.end
    }
  }

  private enum Preceding { case nothing, space }

  /// A run of marks and symbols with the line ends behind it.
  private mutating func marks(from start: Int, after preceding: Preceding) {
    let run = MarkRun(text, from: start)
    let hasSpace = preceding == .space
    if run.emoji + run.joiners > 0 {
      add(.emoji, run.emoji)
      if run.joiners > 0 { add(.joiner, run.joiners) }
      let rest = run.length - run.emoji - run.joiners
      if rest > 0 { add(.symbol, rest) }
    } else if run.isPunctuation {
      let isRepeated = run.isOneCharacter && run.length > 1
      add(
        isRepeated
          ? (hasSpace ? .repeatedAfterSpace : .repeated) : (hasSpace ? .markAfterSpace : .mark), run.length)
    } else {
      add(run.isWide ? .wideMark : .symbol, run.length)
    }
    index = run.end
    before = run.last
    lineEndsAfter()
  }

  private mutating func lineEndsAfter() {
    let start = index
    while index < text.count, ScalarClass.ascii(text.bytes[index]) == .lineEnd { index += 1 }
    if index > start {
      add(.lineEndsAfter, index - start)
      before = .lineEnd
    }
  }
}
