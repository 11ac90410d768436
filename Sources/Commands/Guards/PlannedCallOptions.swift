import Ledger
import Pricing

extension CommandOption {
  /// The options that describe a planned call, as arguments of `check_limit` do.
  static let plannedCall: [CommandOption] = [
    dimension("--user", "NAME", .userID, "Whose call it is (default: who runs the program)"),
    dimension("--session", "ID", .sessionID, "Its conversation"),
    dimension("--project", "NAME", .projectID, "Its project"),
    dimension("--agent", "NAME", .agent, "Its agent"),
    dimension("--model", "NAME", .model, "The model to be called"),
    dimension("--provider", "NAME", .provider, "Who serves it (default: found from the model)"),
    name("--service-tier", "NAME", "Its service tier (default: standard)") { $1.plannedCall.serviceTier = $0 },
    tokens("--input-tokens", .input, "Its prompt tokens, cached ones included"),
    tokens("--output-tokens", .output, "The most output tokens expected (default: as in earlier calls)"),
    tokens("--max-output-tokens", .output, "The same under its former name"),
    tokens("--cache-read-tokens", .cacheRead, "Prompt tokens read from a cache (default: none)"),
    tokens("--cache-write-tokens", .cacheWrite, "Prompt tokens written to a cache (default: none)"),
  ]

  private static func dimension(
    _ name: String, _ placeholder: String, _ dimension: Dimension, _ summary: String
  ) -> CommandOption {
    Self.name(name, placeholder, summary) { $1.plannedCall.names[dimension] = $0 }.taking(.names(dimension))
  }

  private static func name(
    _ name: String, _ placeholder: String, _ summary: String,
    apply: @escaping @Sendable (String, inout Options) -> Void
  ) -> CommandOption {
    CommandOption(name, placeholder, summary) { value, options in
      guard value.count <= 256 else {
        throw CommandFailure(status: .usage, message: "\(name) takes at most 256 characters")
      }
      apply(value, &options)
    }
  }

  private static func tokens(_ name: String, _ meter: Meter, _ summary: String) -> CommandOption {
    CommandOption(name, "COUNT", summary) { value, options in
      guard let count = Int64(value), count >= 0 else {
        throw CommandFailure(status: .usage, message: "\(name) takes a whole number from 0 up, not \"\(value)\"")
      }
      options.plannedCall.counts[meter] = count
    }
  }
}
