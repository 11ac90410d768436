/// Models that cut text into tokens alike.
package enum TokenFamily: String, Sendable, CaseIterable {
  /// GPT-4o, the o-series, GPT-4.1, GPT-5 and later.
  case o200k = "o200k_base"
  /// GPT-3.5, GPT-4 and the newer embeddings.
  case cl100k = "cl100k_base"
  case deepseek, qwen, mistral
  /// Claude before version 3; later ones have another vocabulary, which nobody has published.
  case claude2 = "claude_2"
  /// A vocabulary that nobody has measured here.
  case unknown

  /// The family of a model by its name, in whatever spelling of a provider or gateway.
  package init(model: String) {
    let name = model.lowercased()
    let last = name[(name.lastIndex { $0 == "/" || $0 == ":" }.map(name.index(after:)) ?? name.startIndex)...]
    if Self.reasoners.contains(where: { last == $0 || last.hasPrefix($0 + "-") }) {
      self = .o200k
    } else {
      self = Self.known.first { entry in entry.parts.contains { name.contains($0) } }?.family ?? .unknown
    }
  }

  private static let reasoners = ["o1", "o3", "o4"]

  /// In this order, as some names contain others.
  private static let known: [(parts: [String], family: TokenFamily)] = [
    (["distill-llama"], .unknown),
    (["qwen", "qwq", "qvq"], .qwen),
    (["deepseek"], .deepseek),
    (
      ["mistral", "mixtral", "ministral", "magistral", "devstral", "codestral", "pixtral", "voxtral"],
      .mistral
    ),
    (["claude-2", "claude-1", "claude-instant", "claude-v2", "claude-v1"], .claude2),
    (["gpt-4o", "gpt-4.1", "gpt-4.5", "gpt-5", "gpt-6", "gpt-oss", "gpt-image", "gpt-audio"], .o200k),
    (["gpt-realtime", "computer-use", "codex-"], .o200k),
    (["gpt-3.5", "gpt-35", "gpt-4", "text-embedding-3", "text-embedding-ada-002"], .cl100k),
  ]
}
