import JSON
import Logging
import PriceImport
import Pricing
import Server
import Service

extension Command {
  /// `prices import`: takes over the prices of another project.
  static let pricesImport = Command(
    name: "prices import", summary: "Take over prices from a file of LiteLLM or genai-prices",
    discussion: """
      FILE is LiteLLM's model_prices_and_context_window.json, or genai-prices' data.json, data_slim.json or data.py. Each
      provider becomes a file 00-imported-PROVIDER.json in FOLDER, in place of all files of earlier imports, and only if
      every file is in order; files of your own lie over these. Models that are not taken over are named with the reason.
      "prices diff FILE" shows first what would change.
      """,
    options: [.output, .json], operandNames: ["FILE"], requiredOperands: 1
  ) { options, host in
    let sources = try SettingSources(options, host)
    // What is known already is what is compiled in: an earlier import must not hold a later one back.
    let result = try PriceSourceFile(options.operands[0], EmbeddedFiles.prices, host).imported()
    let folder =
      options.output.map { DataFolder.path($0, host) } ?? sources.dataFolder + "/"
      + OwnPriceFolder.standardName
    let removed = try ImportedFiles(result, folder: folder, host).install()
    let report = ImportReport(result, folder: folder, removed: removed)
    host.print(options.isJSON ? JSONWriter.string(report.json) : report.text)
    return .success
  }
}

/// What an import has taken over and what not.
struct ImportReport {
  private let result: PriceImport
  private let folder: String
  private let removed: [String]

  /// - Parameter removed: The files of earlier imports that are gone.
  init(_ result: PriceImport, folder: String, removed: [String]) {
    self.result = result
    self.folder = folder
    self.removed = removed
  }

  private var taken: Int { result.models - result.leftOut.count }

  /// The share of the models in hundredths of a percent, rounded down.
  private var share: Int { result.models == 0 ? 0 : taken * 10_000 / result.models }

  /// The report as an object.
  var json: JSONValue {
    [
      "source": .string(result.source.rawValue), "folder": .string(folder),
      "files": .number(JSONNumber(Int64(result.files.count))),
      "removed": .array(removed.map(JSONValue.string)),
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
      "\(Grouped.text(Int64(taken))) of \(Grouped.count(Int64(result.models), "model")) of \(result.source.rawValue) "
        + "(\(share / 100).\(hundredths < 10 ? "0" : "")\(hundredths) %) taken over into \(Grouped.count(Int64(result.files.count), "file")) in "
        + folder)
    if !removed.isEmpty { lines.append("removed of earlier imports: " + removed.joined(separator: ", ")) }
    if result.incomplete > 0 {
      lines.append(
        "\(Grouped.text(Int64(result.incomplete))) of them lack something that the format cannot say; their notes tell."
      )
    }
    if result.source == .litellm {
      lines.append("LiteLLM keeps no history: its prices hold for calls of every day.")
    }
    return TerminalText.lines(lines)
  }
}
