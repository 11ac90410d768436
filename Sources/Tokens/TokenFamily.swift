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
    // As bytes, because a search through the whole catalog asks this of thousands of names.
    let name = model.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    let last = name.split(whereSeparator: { $0 == 0x2F || $0 == 0x3A }).last ?? []
    if last.count == 2 || last.dropFirst(2).first == 0x2D, Self.reasoners.contains(where: last.starts) {
      self = .o200k
    } else {
      self = Self.known.first { $0.parts.contains { Self.holds(name, $0) } }?.family ?? .unknown
    }
  }

  private static func holds(_ name: [UInt8], _ part: [UInt8]) -> Bool {
    guard name.count >= part.count else { return false }
    for start in 0...(name.count - part.count) where name[start] == part[0] {
      if (1..<part.count).allSatisfy({ name[start + $0] == part[$0] }) { return true }
    }
    return false
  }

  private static let reasoners = ["o1", "o3", "o4"].map { Array($0.utf8) }

  /// In this order, as some names contain others.
  private static let known: [(parts: [[UInt8]], family: TokenFamily)] = names.map { entry in
    (entry.parts.map { Array($0.utf8) }, entry.family)
  }

  private static let names: [(parts: [String], family: TokenFamily)] = [
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
