import Ledger
import Pricing

/// The arguments of all tools, by the names that they have on the wire.
package enum ArgumentName: String, Sendable, CaseIterable {
  // What was called, and what it used.
  case model, provider, usage, region
  case serviceTier = "service_tier"
  case inputTokens = "input_tokens"
  case outputTokens = "output_tokens"
  case cacheReadTokens = "cache_read_tokens"
  case cacheWriteTokens = "cache_write_tokens"
  case cacheWrite1hTokens = "cache_write_1h_tokens"
  case reasoningTokens = "reasoning_tokens"
  case inputAudioTokens = "input_audio_tokens"
  case outputAudioTokens = "output_audio_tokens"
  case images, characters, meters
  case imageQuality = "image_quality"
  case imageSize = "image_size"
  case audioSeconds = "audio_seconds"
  case webSearches = "web_searches"

  // Whose call it is, and what for.
  case userID = "user_id"
  case sessionID = "session_id"
  case projectID = "project_id"
  case agent, mode, operation, source

  // A call that is recorded.
  case calls, status, timestamp, metadata
  case costUSD = "cost_usd"
  case requestID = "request_id"
  case messageID = "message_id"
  case reservationID = "reservation_id"
  case durationMilliseconds = "duration_ms"
  case toolCalls = "tool_calls"
  case sessionEnd = "session_end"

  // A call that is planned.
  case text, messages, reserve, release
  case reserveSeconds = "reserve_seconds"
  /// An output of zero that was given with blank arguments; a tool's declaration gives it this name.
  case zeroOutputTokens = "zero_output_tokens"

  // What is asked, and how it is answered.
  case period, since, until, timezone, cursor, include, currency, limit
  case groupBy = "group_by"
  case orderBy = "order_by"
  case pageSize = "page_size"
  case basedOn = "based_on"
  case models, providers, capabilities, baseline
  case leastContextWindow = "min_context_window"

  /// The argument that holds a dimension.
  init(_ dimension: Dimension) {
    switch dimension {
    case .model: self = .model
    case .provider: self = .provider
    case .userID: self = .userID
    case .sessionID: self = .sessionID
    case .projectID: self = .projectID
    case .agent: self = .agent
    case .mode: self = .mode
    case .operation: self = .operation
    case .source: self = .source
    }
  }

  /// The arguments that each count one meter.
  static let counts: [(name: ArgumentName, meter: Meter)] = [
    (.inputTokens, .input), (.outputTokens, .output), (.cacheReadTokens, .cacheRead),
    (.cacheWriteTokens, .cacheWrite), (.cacheWrite1hTokens, .cacheWrite1h), (.reasoningTokens, .outputReasoning),
    (.inputAudioTokens, .inputAudio), (.outputAudioTokens, .outputAudio), (.images, .image),
    (.characters, .characterIn), (.webSearches, .webSearch),
  ]
}

/// A place in the arguments of a tool, such as `meters.image`.
struct ArgumentPlace: Sendable, Hashable {
  /// The argument.
  let name: ArgumentName
  /// The way from there, by names of members and places in lists.
  let path: [String]

  /// The argument as a whole.
  init(_ name: ArgumentName, _ path: String...) {
    self.name = name
    self.path = path
  }

  /// The place as a message names it.
  var text: String { ([name.rawValue] + path).joined(separator: ".") }
}
