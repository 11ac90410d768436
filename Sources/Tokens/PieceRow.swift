/// The rows of the table of weights: each kind of piece has one.
///
/// - Source: The manual's page "How are tokens estimated?", which names them.
enum PieceRow {
  /// What comes before a run of letters and belongs to it.
  enum Lead: Int, CaseIterable {
    case none, space, punctuation, other, digit

    var name: String { ["", "_", ".", "*", "d"][rawValue] }
  }

  /// How a Latin word is written.
  enum Shape: Int, CaseIterable {
    case lower, upper, capitalised, mixed, marked, vietnamese

    var name: String { ["l", "u", "c", "m", "x", "v"][rawValue] }
  }

  /// Pieces that are not of letters.
  enum Plain: Int, CaseIterable {
    case digits, otherDigits, mark, markAfterSpace, repeated, repeatedAfterSpace, symbol, wideMark, emoji
    case joiner, space, tab, lineEnds, mixedLineEnds, lineEndsAfter, contraction

    var name: String {
      [
        "digits", "9", "punct", "punct_", "rep", "rep_", "sym", "cjkpunct", "emoji", "joiner", "space", "tab",
        "nl", "nlmix", "nlafter", "contraction",
      ][rawValue]
    }
  }

  /// The letters of the scripts, in the order of ``ScalarClass``.
  static let scripts = ["G", "C", "O", "H", "A", "D", "T", "K", "J", "N", "Z"]
  private static let leads = Lead.allCases.count
  private static let firstScript = Shape.allCases.count * leads * 4
  private static let firstPlain = firstScript + scripts.count * 4
  /// How many rows there are.
  static let count = firstPlain + Plain.allCases.count

  /// The row of a Latin word; `rarity` is 0 to 3.
  @inline(__always) static func word(_ shape: Shape, _ lead: Lead, rarity: Int) -> Int {
    (shape.rawValue * leads + lead.rawValue) * 4 + rarity
  }

  /// The row of a run of letters of one script.
  @inline(__always) static func script(_ kind: ScalarClass, _ lead: Lead) -> Int {
    let takesSpaceOnly = kind.rawValue >= ScalarClass.hiragana.rawValue
    let kept = takesSpaceOnly && lead != .space ? Lead.none : lead
    return firstScript + Int(kind.rawValue - ScalarClass.greek.rawValue) * 4 + kept.rawValue
  }

  /// The row of a piece that is not of letters.
  @inline(__always) static func plain(_ plain: Plain) -> Int { firstPlain + plain.rawValue }

  /// The names of all rows, in order.
  static var names: [String] {
    var names: [String] = []
    for shape in Shape.allCases {
      for lead in Lead.allCases { names += (0..<4).map { "\(shape.name)\(lead.name)\($0)" } }
    }
    for script in scripts { names += Lead.allCases.prefix(4).map { script + $0.name } }
    return names + Plain.allCases.map(\.name)
  }

  /// What kind of text each row speaks for, in order.
  static var kinds: [PieceKind] {
    var kinds: [PieceKind] = []
    for shape in Shape.allCases {
      for lead in Lead.allCases {
        let kind: PieceKind =
          switch shape {
          case .marked: .markedWord
          case .vietnamese: .vietnameseWord
          default: lead == .digit ? .identifier : .word
          }
        kinds += Array(repeating: kind, count: 4)
      }
    }
    let scripts: [PieceKind] = [
      .greek, .cyrillic, .other, .hebrew, .arabic, .indic, .thai, .hangul, .kana, .kana, .han,
    ]
    for script in scripts { kinds += Array(repeating: script, count: 4) }
    return kinds + Plain.allCases.map(kind)
  }

  private static func kind(_ plain: Plain) -> PieceKind {
    switch plain {
    case .digits, .otherDigits: .digits
    case .mark, .markAfterSpace, .repeated, .repeatedAfterSpace: .punctuation
    case .symbol: .other
    case .wideMark: .wideMark
    case .emoji, .joiner: .emoji
    case .space, .tab, .lineEnds, .mixedLineEnds, .lineEndsAfter: .blank
    case .contraction: .word
    }
  }
}

/// What a piece says about the text that it is in.
enum PieceKind: Int, CaseIterable {
  case word, markedWord, vietnameseWord, identifier, greek, cyrillic, other, hebrew, arabic, indic, thai
  case hangul, kana, han, wideMark, digits, punctuation, emoji, blank
}
