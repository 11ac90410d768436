import JSON
import Logging
import Pricing
import Server
import Service

extension Command {
  /// `prices check`: is a price file in order?
  static let pricesCheck = Command(
    name: "prices check", summary: "Check a price file and show the place of every fault",
    discussion: """
      FILE is a provider's file of the catalog's format, schemas/pricing.schema.json. Each fault is shown with its
      place in the file as a JSON Pointer (/models/3/prices/0/tokens/input). The exit status is 65 if there is one.
      Names are checked together with the built-in prices and the ledger's own: if a name alone does not lead to its
      model, the one that does is shown.
      """,
    options: [.json], operandNames: ["FILE"], requiredOperands: 1
  ) { options, host in
    let path = DataFolder.path(options.operands[0], host)
    let faults = PriceFileFaults(path: path) { host.readFile(path) }.all
    let hidden = faults.isEmpty ? try HiddenNames(path: path, host: host, over: options).all : []
    if options.isJSON {
      host.print(
        JSONWriter.string([
          "file": .string(path), "ok": .bool(faults.isEmpty),
          "faults": .array(faults.map(PriceAnswers.fault)), "hidden": .array(hidden.map(\.json)),
        ]))
    } else if faults.isEmpty {
      host.print(TerminalText.lines(["\(path): in order"] + hidden.map(\.text)))
    } else {
      host.print(TerminalText.lines(faults.map { "\(path): \(PriceFileSentences.text($0))" }))
    }
    if faults == [.unreadable] { return .inputOutput }
    return faults.isEmpty ? .success : .badData
  }
}

/// What is wrong with a price file.
struct PriceFileFaults {
  /// Where the file is.
  let path: String
  /// Returns its bytes; nil when it cannot be read.
  let read: () -> [UInt8]?
  /// How many faults are shown.
  private static let most = 100

  /// The faults by place; none for a file in order.
  var all: [PriceFileFault.Problem] {
    guard let bytes = read() else { return [.unreadable] }
    let root: JSONValue
    do { root = try JSONParser.parse(bytes) } catch { return [.notJSON(error)] }
    let problems = PriceFileCheck.problems(in: root, atMost: Self.most)
    guard problems.isEmpty else { return problems }
    return decodingFault.map { [$0] } ?? []
  }

  /// What only computing with the prices shows, such as a number with too many digits.
  private var decodingFault: PriceFileFault.Problem? {
    let file = OwnPriceFile(path: path, read: read)
    let registry = PriceRegistry(
      files: [], own: OwnPrices(files: { [file] }, faults: { _ in nil }, refused: { _ in }))
    do { _ = try registry.allModels() } catch { return .invalid(.root, "cannot be used: \(error)") }
    return registry.refusals.first?.problem
  }
}
