import JSON
package import Tokens

/// Counting tokens with what is at hand: the weights of the program, and vocabularies of the user.
///
/// Nothing is read before it is needed.
package final class TokenShelf {
  private let readFile: (String) -> [UInt8]?
  private var knownCounter: TokenCounter?
  private var vocabularies: [TextPattern: Vocabulary] = [:]
  /// What is wrong with a file that was found.
  private var faults: [TextPattern: Vocabulary.Fault] = [:]

  /// Creates a shelf.
  ///
  /// - Parameter readFile: Returns the bytes of a file of the data folder by its name, or nil without one.
  package init(readFile: @escaping (String) -> [UInt8]?) { self.readFile = readFile }

  /// Returns how many tokens `texts` have for a model.
  package func count(_ texts: [String], model: String) throws -> TokenCount {
    let family = TokenFamily(model: model)
    return try counter().count(texts, family: family, vocabulary: vocabulary(of: family))
  }

  /// Returns how many tokens `texts` have for the models of every family.
  package func counts(_ texts: [String]) throws -> [TokenFamily: TokenCount] {
    try counter().counts(texts, vocabulary: vocabulary)
  }

  /// What is in the way of exact counts for a model; nil when there is nothing to say.
  package func doubt(model: String) -> Doubt? {
    let family = TokenFamily(model: model)
    if family == .unknown { return .unknownVocabulary(model: model) }
    guard let pattern = TextPattern(rawValue: family.rawValue), let fault = faults[pattern] else { return nil }
    return .faultyFile(name: Self.name(of: pattern), line: fault.line)
  }

  /// Why tokens of a text are estimated.
  package enum Doubt: Sendable, Hashable {
    /// Nobody here knows the vocabulary of the model.
    case unknownVocabulary(model: String)
    /// A file of the data folder is no vocabulary, as its line shows.
    case faultyFile(name: String, line: Int)
  }

  private func counter() throws -> TokenCounter {
    if let knownCounter { return knownCounter }
    guard let bytes = EmbeddedFiles.bytes(of: Self.weights) else {
      preconditionFailure("\(Self.weights) is not compiled in; the list in CSchemas lacks it")
    }
    let counter = TokenCounter(try TokenWeights(try JSONParser.parse(bytes)))
    knownCounter = counter
    return counter
  }

  private func vocabulary(of family: TokenFamily) -> Vocabulary? {
    guard let pattern = TextPattern(rawValue: family.rawValue) else { return nil }
    if let known = vocabularies[pattern] { return known }
    // A file that is not there may come; one that is faulty is not read for every call.
    guard faults[pattern] == nil, let file = readFile(Self.name(of: pattern)) else { return nil }
    do {
      let vocabulary = try Vocabulary(file, pattern: pattern)
      vocabularies[pattern] = vocabulary
      return vocabulary
    } catch {
      faults[pattern] = error
      return nil
    }
  }

  private static let weights = "tokens/estimator.json"

  private static func name(of pattern: TextPattern) -> String { "\(pattern.rawValue).tiktoken" }
}
