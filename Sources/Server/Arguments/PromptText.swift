import JSON
import Service

/// The text of a planned call, given in place of a count. It is counted and forgotten.
struct PromptText {
  /// The argument that held it.
  let argument: ArgumentName
  /// What it holds.
  private(set) var prompt = CallPlan.Prompt(texts: [])

  /// Reads the text that `arguments` hold; nil when they hold none.
  ///
  /// - Throws: ``ArgumentError`` when the prompt is given twice, or in a form that holds no text. No text is in it.
  init?(_ arguments: Arguments) throws {
    let given = [ArgumentName.inputTokens, .text, .messages].filter { arguments.states($0) }
    guard given.count <= 1 else { throw ArgumentError.oneOf(given) }
    if let text = arguments[.text]?.string {
      argument = .text
      prompt.texts = [text]
    } else if let messages = arguments[.messages]?.array {
      argument = .messages
      prompt.isFramed = true
      for (index, message) in messages.enumerated() { try add(message, index) }
      guard !prompt.texts.allSatisfy(\.isEmpty) else { throw ArgumentError.noText }
    } else {
      return nil
    }
  }

  private mutating func add(_ message: JSONValue, _ index: Int) throws {
    let members = message.object ?? JSONObject()
    // Calls of tools take the place of a text; with a role alone the text was lost.
    if members.keys.allSatisfy({ $0 == "role" || $0 == "name" }) { throw ArgumentError.contentLost(message: index) }
    switch members["content"] {
    case .string(let text): prompt.texts.append(text)
    case .array(let parts): for part in parts { try add(part: part, index) }
    case nil, .null: break
    default: throw ArgumentError.contentUnknown(message: index)
    }
  }

  private mutating func add(part: JSONValue, _ index: Int) throws {
    switch part {
    case .string(let text): prompt.texts.append(text)
    case .object(let part):
      if let text = part["text"]?.string { prompt.texts.append(text) } else { prompt.uncountedParts += 1 }
    default: throw ArgumentError.contentUnknown(message: index)
    }
  }
}
