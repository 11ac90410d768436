import JSON
import Pricing

/// A model of another project on its way into the catalog's format.
struct ImportedModel {
  /// The id within its provider.
  var id: String
  /// The name for people.
  var name: String?
  /// Other exact names; nil where the source has no names, so that those known here stay.
  var aliases: [String]?
  /// Rules by which other names are recognised; nil as above.
  var match: [JSONValue]?
  /// What it is for, as the catalog calls it.
  var kind: String?
  /// What it takes; empty where the source does not say.
  var input: [String] = []
  /// What it gives; empty where the source does not say.
  var output: [String] = []
  /// Tokens of the longest prompt and answer.
  var contextWindow: Int64?
  /// Tokens of the longest answer.
  var maxOutputTokens: Int64?
  /// Numbers in an embedding.
  var dimensions: Int64?
  /// What it can do, as the catalog calls it.
  var capabilities: [String] = []
  /// Whether it can still be called, as the catalog calls it.
  var status: String?
  /// The end of service, `YYYY-MM-DD`.
  var retiresOn: String?
  /// The periods.
  var prices: [JSONValue] = []
  /// What could not be taken over.
  var notes: [String] = []

  /// Starts with an id and nothing known.
  init(id: String) { self.id = id }

  /// Whether any period has a price.
  var isPriced: Bool {
    prices.contains { period in
      ["tokens", "units", "overrides"].contains { period.object?[$0] != nil }
    }
  }

  /// The model as JSON; what the source does not say is taken from the model that the catalog has.
  func json(known: Model?, source: PriceImport.Source, today: String) -> JSONValue {
    let kind = kind ?? known?.kind.rawValue ?? guessedKind
    var object: JSONObject = ["id": .string(id)]
    if let name = name ?? known?.name { object["name"] = .string(name) }
    if let aliases { object["aliases"] = Self.list(aliases) }
    if let match { object["match"] = .array(match) }
    object["kind"] = .string(kind)
    object["modalities"] = .object(modalities(kind, known))
    let window = contextWindow ?? known?.contextWindow
    let numbers = [
      ("context_window", window),
      ("max_output_tokens", maxOutputTokens ?? known?.maxOutputTokens), ("embedding_dimensions", dimensions),
    ]
    for (key, number) in numbers { if let number, number > 0 { object[key] = .number(JSONNumber(number)) } }
    let abilities = capabilities.isEmpty ? known?.capabilities ?? [] : capabilities
    if !abilities.isEmpty { object["capabilities"] = Self.list(Array(Set(abilities)).sorted()) }
    var lifecycle: JSONObject = ["status": .string(status ?? known?.lifecycle.rawValue ?? "active")]
    if let date = retiresOn ?? known?.retiresOn { lifecycle["retires_on"] = .string(date) }
    object["prices"] = .array(prices)
    object["lifecycle"] = .object(lifecycle)
    object["source"] = [.string(source.rawValue)]
    object["last_verified"] = .string(today)
    if !notes.isEmpty { object["notes"] = .string(notes.joined(separator: " ")) }
    return .object(object)
  }

  private func modalities(_ kind: String, _ known: Model?) -> JSONObject {
    let standard = Self.standardModalities[kind] ?? (["text"], ["text"])
    let input = input.isEmpty ? known?.inputModalities ?? standard.input : input
    let output = output.isEmpty ? known?.outputModalities ?? standard.output : output
    return ["input": Self.list(input), "output": Self.list(output)]
  }

  private static let standardModalities: [String: (input: [String], output: [String])] = [
    "embedding": (["text"], ["embedding"]), "image": (["text"], ["image"]),
    "transcription": (["audio"], ["text"]),
    "speech": (["text"], ["audio"]), "realtime": (["text", "audio"], ["text", "audio"]),
    "rerank": (["text"], ["score"]), "moderation": (["text"], ["score"]),
    "ocr": (["image", "pdf"], ["text"]),
    "video": (["text"], ["video"]),
  ]

  /// What the model is for by its name, where nobody says.
  private var guessedKind: String {
    let id = id.lowercased()
    let marks = [
      ("embed", "embedding"), ("rerank", "rerank"), ("whisper", "transcription"),
      ("transcribe", "transcription"),
      ("tts", "speech"), ("ocr", "ocr"), ("moderation", "moderation"), ("dall-e", "image"),
      ("gpt-image", "image"),
    ]
    return marks.first { id.contains($0.0) }?.1 ?? "chat"
  }

  private static func list(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
}
