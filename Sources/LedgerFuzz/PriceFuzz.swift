import CivilTime
import JSON
import PriceImport
import Pricing
import Server

/// Price files, rates, and prices of other projects: what is in order can be used, also where it was taken over.
enum PriceFuzz {
  private static let now = Instant(milliseconds: 1_795_000_000_000)

  /// Reads a provider's file of the catalog's format.
  static func read(_ bytes: [UInt8]) {
    guard let root = JSONFuzz.parsed(bytes) else { return }
    guard PriceFileCheck.problems(in: root, atMost: 10).isEmpty else { return }
    let own = OwnPriceFile(path: "own.json") { bytes }
    let registry = PriceRegistry(
      files: [], own: OwnPrices(files: { [own] }, faults: { _ in nil }, refused: { _ in }))
    let usage = Usage(disjoint: [(.input, 1_000), (.cacheRead, 1 << 40), (.output, 3)])
    do {
      for model in try registry.allModels() { _ = try model.cost(of: usage, under: PricingConditions(at: now)) }
    } catch {}
  }

  /// Reads a table of exchange rates.
  static func readRates(_ bytes: [UInt8]) {
    guard let root = JSONFuzz.parsed(bytes) else { return }
    do { _ = try ExchangeTable(root) } catch {}
  }

  /// Takes over a file of another project.
  static func readImport(_ bytes: [UInt8]) {
    let surroundings = PriceImport.Surroundings(today: "2026-11-22", provider: { $0 }, model: { _, _ in nil })
    let result: PriceImport
    do { result = try PriceImport.read(bytes, in: surroundings) } catch { return }
    precondition(result.leftOut.count <= result.models, "more is left out than there is")
    // What is not in order keeps the whole import out; what is in order can be used.
    for file in result.files { read(JSONWriter.bytes(.object(file.root))) }
  }
}
