import JSON
import Pricing
import Server
import Service
import Testing

@Suite struct CompareModelsTests {
  @Test func `named models come cheapest first, with factor and savings`() throws {
    let answer = try Bench().call(
      "compare_models",
      [
        "input_tokens": 1_000, "output_tokens": 2_000, "models": ["gpt-4", "gpt-4o", "gemini-2.0-flash"],
        "baseline": "gpt-4",
        "calls": 10,
      ])
    #expect(answer.at("workload") == ["input_tokens": 1_000, "output_tokens": 2_000, "calls": 10])
    #expect(answer.at("models")?.each("model") == ["gemini-2.0-flash", "gpt-4o", "gpt-4"])
    #expect(
      answer.at("models")?.each("cost.amount") == [.decimal("0.009"), .decimal("0.225"), .decimal("1.5")])
    #expect(answer.at("models")?.each("factor") == [1, 25, .decimal("166.667")])
    #expect(answer.at("models.0.savings") == ["amount": .decimal("1.491"), "percent": .decimal("99.4")])
    #expect(answer.at("models.2.savings") == ["amount": 0, "percent": 0])
    #expect(answer.at("models.2.lifecycle") == "retired")
    #expect(answer.at("models.2.context_window") == 8_192)
    #expect(answer.at("models.2.fits_context") == true)
    #expect(answer.at("models.0.provider") == "google")
    #expect(answer.at("currency") == "USD")
    #expect(answer.at("cheapest") == "gemini-2.0-flash")
    #expect(answer.at("dearest") == "gpt-4")
    #expect(answer.at("baseline") == "gpt-4")
    #expect(answer.at("compared") == 3)
    #expect(answer.at("unpriced") == [])
  }

  @Test func `a dearer model saves less than nothing`() throws {
    let answer = try Bench().call(
      "compare_models", ["input_tokens": 1_000_000, "output_tokens": 0, "models": ["gpt-4"], "baseline": "gpt-4o"])
    #expect(answer.at("models.0.savings") == ["amount": .decimal("-27.5"), "percent": -1_100])
  }

  @Test func `named models without a price are listed`() throws {
    let answer = try Bench().call(
      "compare_models",
      ["input_tokens": 10, "output_tokens": 0, "models": ["gpt-4o", "my-own", "command-a-plus-05-2026"]])
    #expect(answer.at("unpriced") == ["command-a-plus-05-2026", "my-own"])
    #expect(answer.at("warnings.0")?.string?.hasPrefix("Not in the price catalog: \"my-own\"") == true)
    #expect(answer.at("models")?.each("model") == ["gpt-4o"])
  }

  @Test func `free models come first and have no factor`() throws {
    let answer = try Bench().call(
      "compare_models", ["input_tokens": 1_000, "output_tokens": 0, "models": ["gpt-4o", "ollama/llama3.2"]])
    guard answer.at("models")?.array?.count == 2 else { return }
    #expect(answer.at("models.0.cost.amount") == 0)
    #expect(answer.at("models.0.factor") == nil)
    #expect(answer.at("models.1.factor") == 1)
  }

  @Test func `whatever else a provider has is no model to choose`() throws {
    let answer = try Bench().call(
      "compare_models",
      ["input_tokens": 10, "output_tokens": 10, "providers": ["ollama", "pollinations"], "limit": 200])
    let names = try #require(answer.at("free")?.each("model"))
    #expect(names.count > 5 && !names.contains("any"))
    #expect(answer.at("models") == [])
  }

  @Test func `a search holds active models that fit, of providers asked for`() throws {
    let bench = try Bench()
    let answer = try bench.call(
      "compare_models",
      [
        "input_tokens": 1_000, "output_tokens": 100, "providers": ["anthropic", "OpenAI"],
        "capabilities": ["vision", "tools"],
        "min_context_window": 200_000, "limit": 200,
      ])
    let rows = try #require(answer.at("models")?.array)
    #expect(rows.count > 3)
    #expect(Set(rows.map { $0.at("provider") }) == ["anthropic", "openai"])
    #expect(
      rows.allSatisfy {
        $0.at("lifecycle") == "active" && ($0.at("context_window")?.number?.int64 ?? 0) >= 200_000
      })
    let costs = rows.compactMap { $0.at("cost.amount")?.number }
    #expect(costs == costs.sorted())
    for row in rows {
      let name = try #require(row.at("model")?.string)
      let model = try bench.service.prices.models(of: try #require(row.at("provider")?.string)).first {
        $0.id == name
      }
      #expect(["vision", "tools"].allSatisfy { model?.capabilities.contains($0) == true })
    }
  }

  @Test func `the first ten for a short call are models of everyday use`() throws {
    let answer = try Bench().call("compare_models", ["input_tokens": 1_000, "output_tokens": 2_000])
    #expect(
      answer.at("models")?.each("model") == [
        "ministral-3-3b-2512", "ministral-3-8b-2512", "ministral-3-14b-2512", "mistral-small-3.2-24b-instruct",
        "gpt-5-nano", "gemini-2.5-flash-lite", "claude-haiku-5-5", "gpt-6-luna", "deepseek-v4-flash", "gpt-4o-mini",
      ])
    #expect(answer.at("models.0.same_cost")?.array?.contains("ministral-3b-2512") == true)
  }

  @Test(
    arguments: [[:], ["capabilities": ["vision", "tools"]], ["providers": ["groq", "xai", "ollama", "openai"]]]
      as [JSONObject])
  func `a search for text finds current chat models that fit and have a price`(narrowing: JSONObject) throws {
    let bench = try Bench()
    for (input, output) in [(1_000, 2_000), (150_000, 9_000), (400_000, 100), (3_000, 0)] as [(Int64, Int64)] {
      var question = narrowing
      question["input_tokens"] = .number(JSONNumber(input))
      question["output_tokens"] = .number(JSONNumber(output))
      question["limit"] = 200
      let answer = try bench.call("compare_models", question)
      let rows = try #require(answer.at("models")?.array) + (answer.at("free")?.array ?? [])
      var compared: Int64 = 0
      for row in rows {
        for name in [row.at("model")] + (row.at("same_cost")?.array ?? []) {
          let model = try #require(
            try bench.service.prices.models(of: row.at("provider")?.string ?? "").first { .string($0.id) == name })
          #expect(model.kind == .chat && model.lifecycle == .active, "\(model.id)")
          #expect(model.outputModalities.contains("text") && !model.outputModalities.contains("audio"), "\(model.id)")
          #expect(model.contextWindow.map { $0 >= input + output } == true, "\(model.id)")
          #expect((model.maxOutputTokens ?? .max) >= output, "\(model.id)")
          compared += 1
        }
      }
      #expect(rows.count > 3)
      #expect(answer.at("models")?.array?.allSatisfy { $0.at("cost.amount") != 0 } == true)
      #expect(answer.at("compared")?.number?.int64 == compared)
      let leftOut = (answer.at("left_out")?.object ?? JSONObject()).reduce(0) { $0 + ($1.1.number?.int64 ?? 0) }
      let all = try bench.service.prices.allModels().filter { !$0.isCatchAll }.count
      #expect(compared + leftOut == Int64(all))
    }
  }

  @Test func `pictures and sound are compared on models that make and hear them`() throws {
    let bench = try Bench()
    let questions: [(JSONObject, ModelKind)] = [(["images": 2], .image), (["audio_seconds": 60], .transcription)]
    for (question, kind) in questions {
      let rows = try #require(try bench.call("compare_models", question).at("models")?.array)
      #expect(rows.count == 10)
      for row in rows {
        let provider = try #require(row.at("provider")?.string)
        let model = try bench.service.prices.models(of: provider).first { .string($0.id) == row.at("model") }
        #expect(model?.kind == kind)
      }
    }
  }

  @Test func `models for sound are found where sound is asked for`() throws {
    let answer = try Bench().call(
      "compare_models", ["input_tokens": 1_000, "output_tokens": 100, "capabilities": ["audio_out"]])
    #expect(answer.at("models")?.each("model").contains("gpt-audio") == true)
  }

  @Test func `the name of a family is answered with its newest models and their prices`() throws {
    let bench = try Bench()
    let message = try bench.failure("compare_models", ["input_tokens": 1, "models": ["gpt-4o", "opus"]])
    #expect(message.hasPrefix("Argument `models`: \"opus\" means many models."))
    #expect(message.contains("claude-opus-5-5 ($4 in, $20 out); claude-opus-5 ($5 in, $25 out)"))
    #expect(
      try bench.failure("compare_models", ["input_tokens": 1, "baseline": "sonnet"]).contains(
        "claude-sonnet-5-5 ($2 in"))
  }

  @Test func `ten models are shown unless more are asked for, and all are counted`() throws {
    let bench = try Bench()
    let ten = try bench.call("compare_models", ["input_tokens": 1_000])
    #expect(ten.at("models")?.array?.count == 10)
    #expect((ten.at("compared")?.number?.int64 ?? 0) > 100)
    #expect(
      try bench.call("compare_models", ["input_tokens": 1_000, "limit": 3]).at("models")?.array?.count == 3)
  }

  @Test func `tiers, caches, images and sound are priced`() throws {
    let bench = try Bench()
    func amount(_ question: JSONObject) throws -> JSONValue? {
      try bench.call("compare_models", question).at("models.0.cost.amount")
    }
    #expect(
      try amount(["input_tokens": 1_000_000, "output_tokens": 0, "models": ["gpt-4o"], "service_tier": "batch"])
        == .decimal("1.25"))
    #expect(
      try amount(["input_tokens": 1_000_000, "output_tokens": 0, "cache_read_tokens": 1_000_000, "models": ["gpt-4o"]])
        == .decimal("1.25"))
    #expect(
      try amount([
        "input_tokens": 1_000_000, "output_tokens": 0, "cache_write_tokens": 1_000_000, "models": ["claude-haiku-4-5"],
      ])
        == .decimal("1.25"))
    #expect(try amount(["images": 2, "models": ["dall-e-3"]]) == .decimal("0.08"))
    #expect(try amount(["audio_seconds": 60, "models": ["whisper-1"]]) == .decimal("0.006"))
    #expect(try amount(["audio_seconds": 60, "models": ["gpt-4o-mini-tts"]]) == .decimal("0.015"))
  }

  @Test func `what narrows a search is not lost in silence next to names`() throws {
    let answer = try Bench().call(
      "compare_models", ["input_tokens": 1, "models": ["gpt-4o"], "providers": ["anthropic"]])
    #expect(answer.at("warnings.0")?.string?.contains("`providers`") == true)
  }

  @Test func `what cannot be compared says what to give`() throws {
    let bench = try Bench()
    #expect(try bench.failure("compare_models", [:]).contains("Give input_tokens"))
    #expect(
      try bench.failure("compare_models", ["input_tokens": 1, "providers": ["opnai"]]).contains("Known: "))
    #expect(
      try bench.failure("compare_models", ["input_tokens": 1, "baseline": "gpt-4p"]).contains("gpt-4o"))
    #expect(
      try bench.failure("compare_models", ["input_tokens": 1, "capabilities": ["sight"]]).contains(
        "must be one of vision"))
  }
}
