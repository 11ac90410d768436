package import CivilTime

/// A name that may stand for many models, such as `opus` or `gpt 5`: words that their names have, and the numbers with
/// which their version begins.
struct FamilyName {
  private let words: Set<String>
  private let numbers: [String]

  /// Takes a name apart.
  init(_ name: String) {
    let parts = Self.parts(of: name)
    words = Set(parts.words)
    numbers = parts.numbers
  }

  /// Whether there is a word to look for.
  var hasWord: Bool { words.contains { $0.count > 1 } }

  /// Returns whether a model is of the family.
  func contains(_ model: Model) -> Bool {
    let parts = Self.parts(of: model.id)
    return words.isSubset(of: parts.words + Self.parts(of: model.provider).words) && parts.numbers.starts(with: numbers)
  }

  /// The runs of letters and of digits.
  private static func parts(of name: String) -> (words: [String], numbers: [String]) {
    var words: [String] = []
    var numbers: [String] = []
    var rest = name.lowercased()[...]
    while let first = rest.first {
      let run = rest.prefix { first.isNumber ? $0.isNumber : $0.isLetter }
      if first.isNumber { numbers.append(String(run)) } else if !run.isEmpty { words.append(String(run)) }
      rest = rest.dropFirst(max(1, run.count))
    }
    return (words, numbers)
  }
}

// Families of models.
extension PriceRegistry {
  /// Returns the models of the family that a name means: first one whose id it is but for blanks, then models to talk
  /// with, of these the newest first; none for a name that is no family's.
  ///
  /// Only models that can be called and have a price at `time` are in it: those that `providers` make, or, where these
  /// have none, those of their makers, otherwise everybody's.
  package func family(
    named name: String, of providers: [String], at time: Instant
  ) throws(PricingError) -> [Model] {
    let family = FamilyName(String(name.prefix(Self.longestFamily)))
    guard family.hasWord else { return [] }
    func isMember(_ model: Model) -> Bool { family.contains(model) && model.isOffered(at: time) }
    var models: [Model] = []
    for provider in providers { models += try made(by: provider).filter(isMember) }
    if models.isEmpty { for provider in try self.providers { models += try made(by: provider).filter(isMember) } }
    if models.isEmpty { models = try allModels().filter(isMember) }
    let spelled = name.lowercased().split(separator: " ").joined(separator: "-")
    func rank(_ model: Model) -> Int { model.id == spelled ? 0 : model.kind == .chat ? 1 : 2 }
    return models.sorted { left, right in
      let (first, second) = (rank(left), rank(right))
      return first == second ? left.isNewer(than: right) : first < second
    }
  }

  private func made(by provider: String) throws(PricingError) -> [Model] {
    var models: [Model] = []
    for model in try self.models(of: provider) where try !isResold(model) { models.append(model) }
    return models
  }

  /// Names come from clients: a longer one is no family's.
  private static let longestFamily = 96

  /// Returns whether a provider sells a model that another one makes, as far as its name tells.
  package func isResold(_ model: Model) throws(PricingError) -> Bool {
    var name = model.id.lowercased()
    if name.hasPrefix(model.provider + "/") { name.removeFirst(model.provider.count + 1) }
    return try maker(named: name).map { $0 != model.provider } ?? false
  }
}

extension Model {
  /// Whether it can be called, is one to choose, and has a price at `time`.
  package func isOffered(at time: Instant) -> Bool {
    lifecycle == .active && !isCatchAll && period(at: time)?.isKnown == true
  }
}
