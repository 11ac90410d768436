import JSON
import PriceImport
import Pricing
import Service

extension Command {
  /// `prices import`: takes over the prices of another project.
  static let pricesImport = Command(
    name: "prices import", summary: "Take over prices from a file of LiteLLM or genai-prices",
    discussion: """
      FILE is LiteLLM's model_prices_and_context_window.json, or genai-prices' data.json, data_slim.json or data.py. Each
      provider becomes a file 00-imported-PROVIDER.json in FOLDER, in place of an earlier import; files of your own lie
      over these. Models that are not taken over are named with the reason. "prices diff FILE" shows first what would
      change.
      """,
    options: [.output, .json], operandNames: ["FILE"], requiredOperands: 1
  ) { options, host in
    let sources = try SettingSources(options, host)
    // What is known already is what is compiled in: an earlier import must not hold a later one back.
    let result = try PriceSourceFile(options.operands[0], EmbeddedFiles.prices, host).imported()
    let folder =
      options.output.map { DataFolder.path($0, host) } ?? sources.dataFolder + "/"
      + OwnPriceFolder.standardName
    for file in result.files {
      let path = "\(folder)/\(ImportedFile.name(of: file.provider))"
      if let reason = host.writeFile(path, ImportedFile.bytes(file.root)) {
        throw CommandFailure(status: .inputOutput, message: "\(path) cannot be written: \(reason)")
      }
    }
    let report = ImportReport(result, folder: folder)
    host.print(options.isJSON ? JSONWriter.string(.object(report.json)) : report.text)
    return .success
  }
}

/// The files that an import writes.
enum ImportedFile {
  /// Digits put it before the files that people write, which therefore lie over it.
  static func name(of provider: String) -> String { "00-imported-\(provider).json" }

  /// The contents, a line for each model.
  static func bytes(_ root: JSONObject) -> [UInt8] {
    var writer = JSONWriter()
    writer.raw("{")
    for (key, value) in root where key != "models" {
      writer.write(string: key)
      writer.raw(": ")
      writer.write(value)
      writer.raw(",\n ")
    }
    writer.raw("\"models\": [")
    for (index, model) in (root["models"]?.array ?? []).enumerated() {
      writer.raw(index == 0 ? "\n  " : ",\n  ")
      writer.write(model)
    }
    writer.raw("\n]}\n")
    return writer.bytes
  }
}

/// What an import has taken over and what not.
struct ImportReport {
  private let result: PriceImport
  private let folder: String

  init(_ result: PriceImport, folder: String) {
    self.result = result
    self.folder = folder
  }

  private var taken: Int { result.models - result.leftOut.count }

  /// The share of the models in hundredths of a percent, rounded down.
  private var share: Int { result.models == 0 ? 0 : taken * 10_000 / result.models }

  /// The report as an object.
  var json: JSONObject {
    [
      "source": .string(result.source.rawValue), "folder": .string(folder),
      "files": .number(JSONNumber(Int64(result.files.count))),
      "models": .number(JSONNumber(Int64(result.models))),
      "taken_over": .number(JSONNumber(Int64(taken))),
      "incomplete": .number(JSONNumber(Int64(result.incomplete))),
      "left_out": .array(result.leftOut.map { ["model": .string($0.name), "reason": .string($0.reason)] }),
    ]
  }

  /// The report as lines.
  var text: String {
    var lines = result.leftOut.map { "left out  \($0.name): \($0.reason)" }
    let hundredths = share % 100
    lines.append(
      "\(Grouped.text(Int64(taken))) of \(Grouped.text(Int64(result.models))) models of \(result.source.rawValue) "
        + "(\(share / 100).\(hundredths < 10 ? "0" : "")\(hundredths) %) taken over into \(result.files.count) files in "
        + folder)
    if result.incomplete > 0 {
      lines.append(
        "\(Grouped.text(Int64(result.incomplete))) of them lack something that the format cannot say; their notes tell."
      )
    }
    if result.source == .litellm {
      lines.append("LiteLLM keeps no history: its prices hold for calls of every day.")
    }
    return lines.joined(separator: "\n")
  }
}
