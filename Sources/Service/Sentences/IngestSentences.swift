import Ingest

/// Why a usage object could not be read, in words.
enum IngestSentences {
  /// Returns what was found and what is accepted.
  static func message(_ error: IngestError) -> String {
    switch error {
    case .unknownShape(let keys):
      "Argument `usage` is no usage object that is known here; its members are \(keys.isEmpty ? "none" : keys.joined(separator: ", ")). Pass the provider's usage object or response body unchanged (OpenAI, Anthropic, Gemini), or give input_tokens and output_tokens instead."
    }
  }
}
