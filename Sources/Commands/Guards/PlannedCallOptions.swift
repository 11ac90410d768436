import JSON

extension CommandOption {
  /// The options that describe a planned call, each an argument of `check_limit`.
  static let plannedCall: [CommandOption] = [
    dimension("--user", "NAME", "user_id", "Whose call it is (default: who runs the program)"),
    dimension("--session", "ID", "session_id", "Its conversation"),
    dimension("--project", "NAME", "project_id", "Its project"),
    dimension("--agent", "NAME", "agent", "Its agent"),
    dimension("--model", "NAME", "model", "The model to be called"),
    dimension("--provider", "NAME", "provider", "Who serves it (default: found from the model)"),
    dimension("--service-tier", "NAME", "service_tier", "Its service tier (default: standard)"),
    tokens("--input-tokens", "input_tokens", "Its prompt tokens, cached ones included"),
    tokens("--output-tokens", "output_tokens", "The most output tokens expected (default: as in earlier calls)"),
    tokens("--max-output-tokens", "output_tokens", "The same under its former name"),
    tokens("--cache-read-tokens", "cache_read_tokens", "Prompt tokens read from a cache (default: none)"),
    tokens("--cache-write-tokens", "cache_write_tokens", "Prompt tokens written to a cache (default: none)"),
  ]

  private static func dimension(
    _ name: String, _ placeholder: String, _ argument: String, _ summary: String
  ) -> CommandOption {
    CommandOption(name, placeholder, summary) { value, options in
      guard value.count <= 256 else {
        throw CommandFailure(status: .usage, message: "\(name) takes at most 256 characters")
      }
      options.plannedCall[argument] = .string(value)
    }
  }

  private static func tokens(_ name: String, _ argument: String, _ summary: String) -> CommandOption {
    CommandOption(name, "COUNT", summary) { value, options in
      guard let count = Int64(value), count >= 0 else {
        throw CommandFailure(status: .usage, message: "\(name) takes a whole number from 0 up, not \"\(value)\"")
      }
      options.plannedCall[argument] = .number(JSONNumber(count))
    }
  }
}
