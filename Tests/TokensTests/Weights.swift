import Foundation
import JSON
import Tokens

/// The table of weights as the program has it.
enum Weights {
  static let url = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("schemas/tokens/estimator.json")

  static func table() throws -> JSONValue { try JSONParser.parse([UInt8](try Data(contentsOf: url))) }

  static func counter() throws -> TokenCounter { TokenCounter(try TokenWeights(try table())) }
}
