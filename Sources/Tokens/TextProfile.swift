/// Which kinds of text a text is made of, by thousandths of a token.
struct TextProfile {
  private(set) var masses: [TextKind: Int64] = [:]

  /// Above this share of punctuation, Latin text is taken for code, in percent of its tokens.
  private static let codeShare: Int64 = 25
  /// Above this share of words with marks, Latin text is taken for another language than English, in percent.
  private static let markedShare: Int64 = 4
  /// Above this share of Vietnamese letters, it is taken for that language, in percent.
  private static let vietnameseShare: Int64 = 10

  init(_ measure: TextMeasure) {
    var pieces = [Int64](repeating: 0, count: PieceKind.allCases.count)
    for (kind, thousandths) in zip(PieceRow.kinds, measure.thousandths) {
      pieces[kind.rawValue] += thousandths
    }
    let of = { (kind: PieceKind) in pieces[kind.rawValue] }
    addLatin(of)
    addEastAsian(of)
    let others: [(TextKind, PieceKind)] = [
      (.identifiers, .identifier), (.greek, .greek), (.russian, .cyrillic), (.other, .other),
      (.hebrew, .hebrew),
      (.arabic, .arabic), (.hindi, .indic), (.thai, .thai), (.korean, .hangul), (.digits, .digits),
      (.emoji, .emoji), (.whitespace, .blank),
    ]
    for (kind, piece) in others { add(of(piece), to: kind) }
  }

  private mutating func add(_ mass: Int64, to kind: TextKind) {
    if mass > 0 { masses[kind, default: 0] += mass }
  }

  private mutating func addLatin(_ of: (PieceKind) -> Int64) {
    let words = of(.word) + of(.markedWord) + of(.vietnameseWord)
    let marks = of(.punctuation)
    let kind: TextKind =
      if of(.vietnameseWord) * 100 > words * Self.vietnameseShare {
        .vietnamese
      } else if (of(.markedWord) + of(.vietnameseWord)) * 100 > words * Self.markedShare {
        .european
      } else if marks * 100 > (words + marks) * Self.codeShare {
        .code
      } else {
        .english
      }
    add(words + marks, to: kind)
  }

  /// Chinese characters among Japanese letters are Japanese.
  private mutating func addEastAsian(_ of: (PieceKind) -> Int64) {
    let kind: TextKind = of(.kana) * 10 > of(.han) ? .japanese : .chinese
    add(of(.kana), to: .japanese)
    add(of(.han) + of(.wideMark), to: kind)
  }

  /// The mean of a figure over the text, weighted by tokens.
  func mean(_ figure: (TextKind) -> Int64) -> Int64 {
    let total = masses.values.reduce(0, +)
    guard total > 0 else { return 0 }
    // In 128 bits, as a text may have billions of thousandths.
    let sum = masses.reduce(Int128(0)) { $0 + Int128($1.value) * Int128(figure($1.key)) }
    return Int64(sum / Int128(total))
  }
}
