/// Ids in the form and length that providers give to their responses.
enum ResponseID {
  private static let letters = Array("0123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)

  /// Returns the id of a response of `model`: 28 bytes of Anthropic, 38 of OpenAI, 36 of others, as UUIDs are long.
  static func make(for model: String, _ chance: inout SplitMix) -> String {
    if model.hasPrefix("claude") { return "msg_01" + text(22, &chance) }
    if model.hasPrefix("gpt") || model.hasPrefix("o3") { return "chatcmpl-" + text(29, &chance) }
    return text(36, &chance)
  }

  private static func text(_ count: Int, _ chance: inout SplitMix) -> String {
    String(decoding: (0..<count).map { _ in letters[chance.below(letters.count)] }, as: UTF8.self)
  }
}
