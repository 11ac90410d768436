import Foundation
import JSON
import Pricing
import Server
import Service
import Testing

@testable import PriceImport

@Suite struct PriceImportTests {
  private static func surroundings(models: Bool = true) -> PriceImport.Surroundings {
    let registry = EmbeddedFiles.prices
    return PriceImport.Surroundings(
      today: "2026-11-20", provider: { name in (try? registry.provider(named: name))?.id },
      model: { provider, id in
        models ? (try? registry.models(of: provider))?.first { $0.id.lowercased() == id.lowercased() } : nil
      })
  }

  /// The models that a text in the form of a source becomes, by provider and id, with the whole import.
  private static func read(_ text: String) throws -> (models: [String: JSONObject], result: PriceImport) {
    let result = try PriceImport.read(Array(text.utf8), in: surroundings())
    var models: [String: JSONObject] = [:]
    for file in result.files {
      #expect(PriceFileCheck.problems(in: .object(file.root), atMost: 10).isEmpty)
      for model in file.root["models"]?.array ?? [] {
        let object = try #require(model.object)
        models["\(file.provider)/\(object["id"]?.string ?? "")"] = object
      }
    }
    return (models, result)
  }

  private static func period(_ model: JSONObject?, _ index: Int = 0) -> JSONValue? {
    model?["prices"]?.array?[index]
  }

  private static func json(_ text: String) throws -> JSONValue { try JSONParser.parse(Array(text.utf8)) }

  @Test(arguments: [
    ("2.5e-06", "2.5", "0.0000025"), ("1e-05", "10", "0.00001"), ("0.0", "0", "0"), ("0", "0", "0"),
    ("0.000283333333333", "283.333333333", "0.000283333333333"), ("3", "3000000", "3"),
    ("1.50", "1500000", "1.5"),
    ("6e-9", "0.006", "0.000000006"), ("1E2", "100000000", "100"),
  ])
  func `a price keeps every digit of its text`(lexeme: String, perMillion: String, each: String) throws {
    let number = try #require(JSONNumber(lexeme: lexeme))
    let price = try #require(ExactPrice(.number(number)))
    #expect(price.perMillion == perMillion)
    #expect(price.text == each)
    #expect(ExactPrice(.string(lexeme)) == price)
  }

  @Test(arguments: ["-1", "1e99", "1e-99"])
  func `a price below nothing or with too many digits is none`(lexeme: String) {
    #expect(ExactPrice(.string(lexeme)) == nil)
  }

  @Test func `LiteLLM's fields become tiers, services, regions and hours`() throws {
    let (models, result) = try Self.read(
      """
      {"sample_spec": {"litellm_provider": "x"}, "gpt-x": {"litellm_provider": "openai", "mode": "responses",
        "input_cost_per_token": 2e-06, "output_cost_per_token": 8e-06, "cache_creation_input_token_cost_above_1hr": 4e-6,
        "input_cost_per_token_above_200k_tokens": 4e-06, "input_cost_per_token_batches": 1e-06,
        "cache_creation_input_token_cost_above_1hr_above_200k_tokens_priority": 9e-6, "max_input_tokens": 1000,
        "max_output_tokens": 100, "supports_vision": true, "supports_function_calling": true,
        "regional_processing_uplift_multiplier_eu": 1.1, "deprecation_date": "2026-01-01",
        "off_peak_pricing": {"input_cost_per_token": 5e-7, "windows": [{"hours_utc": "00:00-01:00", "weekdays": [6]}]},
        "search_context_cost_per_query": {"search_context_size_low": 0.01, "search_context_size_medium": 0.02,
         "search_context_size_high": 0.02}}}
      """)
    let model = models["openai/gpt-x"]
    #expect(model?["kind"] == "chat")
    #expect(model?["context_window"] == 1000)
    #expect(model?["capabilities"] == ["tools", "vision"])
    #expect(model?["lifecycle"] == ["status": "retired", "retires_on": "2026-01-01"])
    #expect(
      try Self.period(model)
        == Self.json(
          """
          {"tokens": {"input": "2", "output": "8", "cache_write_1h": "4"},
           "units": {"web_search": {"usd": "0.02"}},
           "overrides": [
            {"when": {"input_over": 200000}, "tokens": {"input": "4"}},
            {"when": {"schedule": [{"hours_utc": ["00:00-01:00"], "weekdays": [6]}]}, "tokens": {"input": "0.5"}},
            {"when": {"options": {"search_context": "low"}}, "units": {"web_search": {"usd": "0.01"}}},
            {"when": {"service": "batch"}, "tokens": {"input": "1", "output": "4"}},
            {"when": {"service": ["priority", "fast"], "input_over": 200000}, "tokens": {"cache_write_1h": "9"}}],
           "multipliers": [{"when": {"region": "eu"}, "factor": "1.1"}]}
          """))
    #expect(result.models == 1)
    #expect(result.leftOut.isEmpty)
  }

  @Test func `LiteLLM's units depend on what a model is for`() throws {
    let (models, result) = try Self.read(
      """
      {"w": {"litellm_provider": "openai", "mode": "audio_transcription", "input_cost_per_second": 0.0001,
         "output_cost_per_second": 0.0001},
       "v": {"litellm_provider": "vertex_ai-video-models", "mode": "video_generation", "output_cost_per_second": 0.4,
         "output_cost_per_second_1080p": 0.6},
       "i": {"litellm_provider": "openai", "mode": "image_generation", "input_cost_per_image": 0.04},
       "t": {"litellm_provider": "openai", "mode": "image_generation", "input_cost_per_token": 1e-6,
         "output_cost_per_image": 0.04},
       "mistral/o": {"litellm_provider": "mistral", "mode": "ocr", "ocr_cost_per_page": 0.001,
         "ocr_cost_per_page_batches": 0.0005},
       "xai/g": {"litellm_provider": "xai", "mode": "chat", "input_cost_per_token": 1e-6,
         "input_cost_per_token_above_200k_tokens": 2e-6},
       "dashscope/q": {"litellm_provider": "dashscope", "mode": "chat", "tiered_pricing": [
         {"range": [0, 32000.0], "input_cost_per_token": 1e-6}, {"range": [32000.0, 1e6], "input_cost_per_token": 2e-6}]},
       "qwencloud/q": {"litellm_provider": "qwencloud", "mode": "chat", "input_cost_per_token": 3e-6},
       "c": {"litellm_provider": "bedrock", "mode": "chat", "cost_per_second": 0.01, "input_cost_per_second": 0.01},
       "gpt-4o": {"litellm_provider": "openai", "mode": "chat"}, "new": {"litellm_provider": "openai", "mode": "chat"}}
      """)
    #expect(
      try Self.period(models["openai/w"]) == Self.json(#"{"units": {"audio_second_in": {"usd": "0.0001"}}}"#))
    #expect(
      try Self.period(models["vertex/v"])
        == Self.json(
          """
          {"units": {"video_second_out": {"usd": "0.4"}}, "overrides": [
           {"when": {"options": {"resolution": "1080p"}}, "units": {"video_second_out": {"usd": "0.6"}}}]}
          """))
    #expect(try Self.period(models["openai/i"]) == Self.json(#"{"units": {"image": {"usd": "0.04"}}}"#))
    #expect(
      try Self.period(models["openai/t"])
        == Self.json(#"{"tokens": {"input": "1"}, "estimates": [{"unit": "image", "usd": "0.04"}]}"#))
    #expect(
      try Self.period(models["mistral/o"])
        == Self.json(
          """
          {"units": {"page": {"usd": "0.001"}}, "overrides": [
           {"when": {"service": "batch"}, "units": {"page": {"usd": "0.0005"}}}]}
          """))
    #expect(
      Self.period(models["xai/g"])?.object?["overrides"]?.array?[0].object?["when"] == ["input_over": 199999])
    #expect(
      Self.period(models["alibaba/q"])?.object?["overrides"]?.array?[0].object?["when"] == [
        "input_over": 32000
      ])
    #expect(models["alibaba/qwencloud/q"] != nil)
    #expect(Self.period(models["openai/new"]) == .object(JSONObject()))
    #expect(result.leftOut.map(\.name) == ["c", "gpt-4o"])
    #expect(result.leftOut[0].reason.contains("cost_per_second"))
    #expect(result.models == 11)
  }

  @Test func `nothing for tokens next to the price of a unit is not taken for a price`() throws {
    let (models, _) = try Self.read(
      """
      {"cohere/r": {"litellm_provider": "cohere", "mode": "rerank", "input_cost_per_query": 0.002,
         "input_cost_per_token": 0.0, "output_cost_per_token": 0.0},
       "cohere/f": {"litellm_provider": "cohere", "mode": "chat", "input_cost_per_token": 0.0,
         "output_cost_per_token": 0.0},
       "perplexity/o": {"litellm_provider": "perplexity", "mode": "chat", "input_cost_per_request": 0.005,
         "input_cost_per_token": 0.0, "output_cost_per_token": 2.8e-7}}
      """)
    #expect(try Self.period(models["cohere/r"]) == Self.json(#"{"units": {"query": {"usd": "0.002"}}}"#))
    #expect(try Self.period(models["cohere/f"]) == Self.json(#"{"tokens": {"input": "0", "output": "0"}}"#))
    #expect(
      try Self.period(models["perplexity/o"])
        == Self.json(#"{"tokens": {"input": "0", "output": "0.28"}, "units": {"request": {"usd": "0.005"}}}"#))
  }

  @Test func `a region that LiteLLM lists as a model is also a condition of the model`() throws {
    let models = try Self.read(
      """
      {"azure/m": {"litellm_provider": "azure", "input_cost_per_token": 1e-6, "input_cost_per_token_batches": 5e-7},
       "azure/eu/m": {"litellm_provider": "azure", "input_cost_per_token": 2e-6, "input_cost_per_token_batches": 1e-6},
       "azure/us/m": {"litellm_provider": "azure", "input_cost_per_token": 1e-6, "input_cost_per_token_batches": 5e-7},
       "bedrock/ap-south-1/b": {"litellm_provider": "bedrock", "input_cost_per_token": 3e-6},
       "b": {"litellm_provider": "bedrock", "input_cost_per_token": 2e-6}}
      """
    ).models
    #expect(
      try Self.period(models["azure/m"])
        == Self.json(
          """
          {"tokens": {"input": "1"}, "overrides": [{"when": {"region": "eu"}, "tokens": {"input": "2"}},
           {"when": {"service": "batch"}, "tokens": {"input": "0.5"}},
           {"when": {"service": "batch", "region": "eu"}, "tokens": {"input": "1"}}]}
          """))
    #expect(models["azure/eu/m"] != nil)
    #expect(
      Self.period(models["amazon-bedrock/b"])?.object?["overrides"]
        == [["when": ["region": "ap-south-1"], "tokens": ["input": "3"]]])
  }

  static let genai = """
    [{"id": "x-ai", "name": "xAI", "models": [{"id": "grok-t", "match": {"or": [{"equals": "Grok-T"}, {"equals": "gt"},
       {"starts_with": "grok-t-"}, {"regex": "^grok-t-\\\\d{8}$"}, {"and": [{"contains": "tt"}, {"ends_with": "x"}]},
       {"regex": "^a|b$"}]}, "context_window": 5000,
      "prices": [{"prices": {"input_mtok": {"base": 1.25, "tiers": [{"start": 100, "price": 2.5}]}, "output_mtok": 3}},
       {"constraint": {"start_date": "2026-03-01"}, "prices": {"input_mtok": 1, "output_mtok": 2}},
       {"constraint": {"start_time": "16:30:00Z", "end_time": "00:30:00Z"}, "prices": {"input_mtok": 0.5}}],
      "price_variants": [{"when": {"processing": "batch"}, "constraint": {"start_date": "2026-05-01"},
        "prices": {"input_mtok": 0.6}}, {"when": {"route": "a/b"}, "prices": {"input_mtok": 9}}]}]},
     {"id": "new_one", "name": "New", "model_match": {"starts_with": "New-"}, "models": [
      {"id": "w", "match": {"equals": "w"}, "prices": {"input_audio_hours": 0.04, "web_searches_kcount": 5}},
      {"id": "e", "match": {"equals": "e"}, "prices": {}}]}]
    """

  @Test func `genai-prices' history, tiers, hours, variants and clauses are taken over`() throws {
    let (models, result) = try Self.read(Self.genai)
    let model = models["xai/grok-t"]
    #expect(model?["aliases"] == ["gt"])
    #expect(
      model?["match"] == [["prefix": "grok-t-"], ["dated": "grok-t"], ["contains": "tt", "suffix": "x"]])
    #expect(model?["notes"]?.string?.contains("^a|b$") == true)
    #expect(model?["notes"]?.string?.contains("prices for route a/b") == true)
    let schedule = #"{"when": {"schedule": [{"hours_utc": ["16:30-00:30"]}]}, "tokens": {"input": "0.5"}}"#
    #expect(
      try model?["prices"]
        == Self.json(
          """
          [{"effective_until": "2026-03-01", "tokens": {"input": "1.25", "output": "3"},
            "overrides": [{"when": {"input_over": 100}, "tokens": {"input": "2.5"}}, \(schedule)]},
           {"effective_from": "2026-03-01", "effective_until": "2026-05-01", "tokens": {"input": "1", "output": "2"},
            "overrides": [\(schedule)]},
           {"effective_from": "2026-05-01", "tokens": {"input": "1", "output": "2"},
            "overrides": [\(schedule), {"when": {"service": "batch"}, "tokens": {"input": "0.6"}}]}]
          """))
    #expect(
      try Self.period(models["new-one/w"])
        == Self.json(
          #"{"units": {"audio_second_in": {"usd": "0.04", "per": 3600}, "web_search": {"usd": "5", "per": 1000}}}"#
        ))
    let header = result.files.first { $0.provider == "new-one" }?.root
    #expect(header?["aliases"] == ["new_one"])
    #expect(header?["model_hints"] == [["prefix": "new-"]])
  }

  @Test func `the data of the Python package is read without running it`() throws {
    let text = #"""
      """DO NOT EDIT"""
      from .types import *

      providers: list[Provider] = [
          Provider(
              id='x-ai', name="x's \"AI\"", api_pattern='https://api\\.x\\.ai', fallback_model_providers=None,
              models=[
                  ModelInfo(
                      id='grok-t', match=ClauseOr(or_=[ClauseEquals(equals='gt'), ClauseStartsWith(starts_with='g-')]),
                      deprecated=True, context_window=1_000,
                      prices=[
                          ConditionalPrice(prices=ModelPrice(input_mtok=TieredPrices(
                              base=Decimal('1.25'), tiers=[Tier(start=100, price=Decimal('2.5'))]))),
                          ConditionalPrice(constraint=StartDateConstraint(start_date=datetime.date(2026, 3, 1)),
                              prices=ModelPrice(input_mtok=Decimal('1'))),
                      ],
                      price_variants=[PriceVariant(when={'processing': 'batch'}, prices=ModelPrice(input_mtok=Decimal('0.5')),
                          constraint=None)],
                  )
              ],
          )
      ]
      """#
    let model = try Self.read(text).models["xai/grok-t"]
    #expect(model?["lifecycle"]?.object?["status"] == "deprecated")
    #expect(model?["context_window"] == 1000)
    #expect(model?["match"] == [["prefix": "g-"]])
    #expect(model?["prices"]?.array?.count == 2)
    #expect(Self.period(model, 1)?.object?["effective_from"] == "2026-03-01")
    #expect(Self.period(model, 1)?.object?["overrides"]?.array?.count == 1)
  }

  @Test func `a file of another kind is refused`() {
    for (text, fault) in [
      ("", PriceImport.Fault.unreadable(offset: 0)), ("[", .unreadable(offset: 1)), ("{}", .unknownSource),
      ("[]", .unknownSource), ("x = [\n 1, 2", .unreadable(offset: 0)),
      ("] = [\n A(", .unreadable(offset: 0)),
    ] {
      #expect(throws: fault) { try PriceImport.read(Array(text.utf8), in: Self.surroundings()) }
    }
  }
}
