/// Fifty people with their habits: each works with three agents and four models on two projects.
struct GrowthTeam {
  /// One of them.
  struct Person {
    /// Their name.
    let name: String
    /// The programs that call models for them.
    let agents: [String]
    /// What they work on.
    let projects: [String]
    /// The models that they use, the one used most first.
    let models: [String]
  }

  /// All of them.
  let people: [Person]

  private static let agents = 30
  private static let projects = 25
  /// Models of the catalog, the one used most first.
  static let models = [
    "claude-sonnet-4-5", "gpt-5", "claude-opus-4-5", "claude-haiku-4-5", "gpt-5-mini", "gemini-2.5-pro",
    "gemini-2.5-flash", "gpt-4o", "gpt-4o-mini", "claude-sonnet-4-6", "gpt-5.1", "claude-opus-4-6", "gpt-4.1",
    "gpt-5-nano", "gpt-4.1-mini", "gemini-2.5-flash-lite", "o3", "gpt-5.2", "deepseek-v4-pro", "deepseek-v4-flash",
    "grok-4.20", "grok-4.3", "kimi-k2.6", "GLM-4.6", "qwen3-coder-plus", "qwen3-max", "codestral",
    "mistral-medium-latest", "magistral-medium-latest", "devstral-latest", "command-a", "command-r", "MiniMax-M2",
    "gpt-5.3-codex", "gemini-3-flash-preview", "claude-opus-4-7", "qwen3-coder-flash", "mistral-small-latest",
    "GLM-4.5-Air", "ministral-8b-latest",
  ]
  /// A model of the catalog that none of them uses.
  static let unusedModel = "mistral-large-latest"

  /// Makes the same team each time.
  init() {
    var chance = SplitMix(state: 7)
    people = (0..<50).map { number in
      Person(
        name: "user-\(number)", agents: (0..<3).map { "agent-\((number + 11 * $0) % Self.agents)" },
        projects: (0..<2).map { "project-\((number / 3 + 7 * $0) % Self.projects)" },
        // Nobody's first model is one of the rare ones; together all are used.
        models: [Self.models[chance.below(6)], Self.models[3 + chance.below(8)]]
          + (0..<2).map { Self.models[(number + 20 * $0) % Self.models.count] })
    }
  }
}
