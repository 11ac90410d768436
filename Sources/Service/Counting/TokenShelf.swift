import JSON
import Tokens

/// Counting tokens with what is at hand: the weights of the program, and vocabularies of the user.
///
/// Nothing is read before it is needed.
final class TokenShelf {
  private let readFile: (String) -> [UInt8]?
  private var knownCounter: TokenCounter?
  private var vocabularies: [TextPattern: Vocabulary] = [:]
  /// What is wrong with a file that was found.
  private var faults: [TextPattern: Vocabulary.Fault] = [:]

  /// Creates a shelf.
  ///
  /// - Parameter readFile: Returns the bytes of a file of the data folder by its name, or nil without one.
  init(readFile: @escaping (String) -> [UInt8]?) { self.readFile = readFile }

  /// Returns how many tokens `texts` have for a model.
  func count(_ texts: [String], model: String) throws -> TokenCount {
    let family = TokenFamily(model: model)
    return try counter().count(texts, family: family, vocabulary: vocabulary(of: family))
  }

  /// Returns how many tokens `texts` have for the models of every family.
  func counts(_ texts: [String]) throws -> [TokenFamily: TokenCount] {
    try counter().counts(texts, vocabulary: vocabulary)
  }

  /// What a caller should know about the vocabulary of a model; nil when there is nothing to say.
  func warning(model: String) -> String? {
    let family = TokenFamily(model: model)
    if family == .unknown {
      return
        "The vocabulary of \(model) is not known here, so its tokens are estimated from those of other models, within wide bounds."
    }
    guard let pattern = TextPattern(rawValue: family.rawValue), let fault = faults[pattern] else {
      return nil
    }
    return
      "\(Self.name(of: pattern)) in the data folder is no vocabulary (line \(fault.line)), so tokens are estimated. Replace the file and restart the server."
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
