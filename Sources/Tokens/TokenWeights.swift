package import JSON

/// The estimator's table of weights, from `schemas/tokens/estimator.json`.
///
/// - Source: The manual's page "How are tokens estimated?".
package struct TokenWeights: Sendable {
  let o200k: VocabularyWeights
  let cl100k: VocabularyWeights
  let kinds: [TextKind: KindFigures]

  /// Why a table cannot be used.
  package enum Fault: Error, Hashable {
    /// A member is missing or not of its kind.
    case missing(String)
  }

  /// Reads a table.
  ///
  /// - Throws: ``Fault``.
  package init(_ table: JSONValue) throws(Fault) {
    let rare = try Self.numbers(table.object?["rare_pairs"], "rare_pairs", count: 26).map {
      UInt32($0 / 1_000)
    }
    guard let vocabularies = table.object?["vocabularies"]?.object, let kinds = table.object?["kinds"]?.object
    else { throw .missing("vocabularies, kinds") }
    o200k = try VocabularyWeights(vocabularies, "o200k_base", cutsAtCapitals: true, rare: rare)
    cl100k = try VocabularyWeights(vocabularies, "cl100k_base", cutsAtCapitals: false, rare: rare)
    var figures: [TextKind: KindFigures] = [:]
    for kind in TextKind.allCases { figures[kind] = try KindFigures(kinds[kind.rawValue], kind.rawValue) }
    self.kinds = figures
  }

  /// Decimals of at most three places, in thousandths.
  static func numbers(_ value: JSONValue?, _ name: String, count: Int) throws(Fault) -> [Int64] {
    guard let values = value?.array, values.count == count else { throw .missing(name) }
    var numbers: [Int64] = []
    for value in values { numbers.append(try thousandths(value, name)) }
    return numbers
  }

  /// A decimal of at most three places, in thousandths.
  static func thousandths(_ value: JSONValue?, _ name: String) throws(Fault) -> Int64 {
    guard let (significand, exponent) = value?.number?.decimal(), (-3...3).contains(exponent),
      significand.magnitude < 1 << 40
    else { throw .missing(name) }
    return (0..<(exponent + 3)).reduce(Int64(significand)) { product, _ in product * 10 }
  }
}

/// How many tokens each kind of piece has with one vocabulary.
struct VocabularyWeights: Sendable {
  /// Pieces up to this length are looked up, longer ones computed.
  static let tabulated = 32

  /// Words are also cut before a capital letter inside them.
  let cutsAtCapitals: Bool
  /// For each first letter the second letters that seldom follow it, a bit each.
  let rare: [UInt32]
  /// The thousandths of a token of each row and length; ``tabulated`` + 1 lengths a row.
  let costs: [Int32]
  private let rows: [Row]

  struct Row: Sendable, Hashable {
    let first: Int64
    let next: Int64
    let knee: Int64
    let beyond: Int64

    func cost(of length: Int64) -> Int64 {
      guard length > 0 else { return 0 }
      return max(0, first + next * (min(length, knee) - 1) + beyond * max(0, length - knee))
    }
  }

  init(
    _ vocabularies: JSONObject, _ name: String, cutsAtCapitals: Bool, rare: [UInt32]
  ) throws(TokenWeights.Fault) {
    guard let table = vocabularies[name]?.object else { throw .missing(name) }
    var named: [String: Row] = [:]
    for (row, value) in table {
      let numbers = try TokenWeights.numbers(value, "\(name).\(row)", count: 4)
      named[row] = Row(first: numbers[0], next: numbers[1], knee: numbers[2] / 1_000, beyond: numbers[3])
    }
    guard let last = named["*"] else { throw .missing("\(name).*") }
    rows = PieceRow.names.map { row in
      named[row] ?? named[row.dropLast() + "0"] ?? named[String(row.prefix(1))] ?? last
    }
    costs = rows.flatMap { row in (0...Self.tabulated).map { Int32(clamping: row.cost(of: Int64($0))) } }
    self.cutsAtCapitals = cutsAtCapitals
    self.rare = rare
  }

  /// The thousandths of a token of a piece beyond the tabulated lengths.
  func longCost(_ row: Int, _ length: Int) -> Int64 { rows[row].cost(of: Int64(length)) }
}

/// A kind of text whose error and ratios were measured.
enum TextKind: String, CaseIterable {
  case english, code, european, vietnamese, greek, russian, hebrew, arabic, hindi, thai, korean, japanese
  case chinese, identifiers, digits, emoji, whitespace, other
}

/// What was measured on one kind of text.
struct KindFigures: Sendable {
  /// The mean absolute error with o200k_base, in thousandths of a percent.
  let o200kError: Int64
  /// The same with cl100k_base.
  let cl100kError: Int64
  /// Tokens of other vocabularies for one of o200k_base, in thousandths.
  let ratios: [TokenFamily: Int64]

  init(_ value: JSONValue?, _ name: String) throws(TokenWeights.Fault) {
    guard let object = value?.object else { throw .missing(name) }
    let errors = object["error_percent"]?.object
    o200kError = try TokenWeights.thousandths(errors?["o200k_base"], "\(name).error_percent")
    cl100kError = try TokenWeights.thousandths(errors?["cl100k_base"], "\(name).error_percent")
    let table = object["ratio"]?.object
    var ratios: [TokenFamily: Int64] = [.o200k: 1_000]
    for family in TokenFamily.allCases where family != .o200k && family != .unknown {
      ratios[family] = try TokenWeights.thousandths(table?[family.rawValue], "\(name).ratio")
    }
    self.ratios = ratios
  }
}
