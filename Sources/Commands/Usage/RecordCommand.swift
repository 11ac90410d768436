import JSON
import Ledger
import Logging
import Pricing
import Server
import Service

extension Command {
  /// `record`: enters a call.
  static let record = Command(
    name: "record", summary: "Enter a call that was made, once however often it is repeated",
    discussion: """
      The call is told by its model and tokens, or by the provider's whole answer: FILE, or - for standard input, holds
      its JSON, of which only counts, model and ids are read. With --request-id the same call counts once; a later report
      of it that knows more corrects the first.
      """,
    options: CommandOption.call + CommandOption.caller + [
      .word("--request-id", "ID", .requestID, "The provider's id of the call: repeated, it counts once"),
      .word("--timestamp", "TIME", .timestamp, "When it was made (default: now)"),
      .word("--status", "NAME", .status, "How it ended: complete (default), partial or failed"), .json,
    ], operandNames: ["FILE"]
  ) { options, host in
    try ToolRun.run(options, host, defaults: try words(options, host)) { words, _ in
      let (receipt, remarks, json) = try words.record()
      if options.isJSON { return JSONWriter.string(.object(json())) }
      return TerminalText.lines(receipt.entries.map(line) + remarks)
    }
  }

  private static func line(_ entry: RecordedEntry) -> String {
    let cost = entry.record.price.cost.map { "\(ShortMoney.text($0.decimal)) \(AnswerCurrency.dollars.code)" }
    let done = entry.call.isNew ? "Recorded" : entry.call.hasChanged ? "Updated" : "Already recorded"
    return "\(done): \(entry.record.facts.model), \(cost ?? "no price is known"), id \(entry.record.id)"
  }

  private static func words(_ options: Options, _ host: Host) throws -> JSONObject {
    guard let bytes = try PromptFile.bytes(options, host) else { return [:] }
    do {
      return ["usage": try JSONParser.parse(bytes)]
    } catch {
      throw CommandFailure(
        status: .badData, message: "\(options.operands[0]) \(HostFileError(error, in: bytes).sentence)")
    }
  }
}
