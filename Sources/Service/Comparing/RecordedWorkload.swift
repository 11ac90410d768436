package import CivilTime
package import Ledger
package import Pricing

/// Calls that were recorded: all that they used, with the cache, tiers, regions and prompt lengths they had.
package struct RecordedWorkload: Workload {
  /// What the calls add up to.
  package let totals: Totals
  /// Everything they counted, each thing once.
  package let usage: Usage
  /// What they are for.
  package let kind: WorkKind
  /// What the calls of one span of prompt lengths, tier and region used.
  private let portions: [Portion]
  /// Whether candidates are those that were asked for, which may be named after other work.
  private let areNamed: Bool
  private let needs: Needs
  /// One prompt at least, one answer, and one of both together was that long.
  private let longest: (prompt: Int64, output: Int64, whole: Int64)

  private struct Portion {
    let usage: Usage
    let conditions: PricingConditions
  }

  /// Gathers cells of one kind of work.
  ///
  /// - Parameters:
  ///   - areNamed: Whether the candidates were asked for by name.
  ///   - tier: Replaces the recorded tiers; nil to keep them.
  ///   - now: The time whose prices hold.
  package init(_ cells: [WorkloadCell], kind: WorkKind, areNamed: Bool, tier: String?, now: Instant) {
    self.kind = kind
    self.areNamed = areNamed
    totals = cells.reduce(into: .zero) { $0 += $1.totals }
    usage = cells.reduce(Usage()) { $0 + $1.countedUsage }
    needs = Needs(usage)
    longest = cells.reduce((0, 0, 0)) {
      (max($0.0, $1.promptTokens), max($0.1, $1.outputTokens), max($0.2, $1.contextTokens))
    }
    portions = Self.portions(cells, tier: tier, now: now)
  }

  /// Returns what the workload costs on `model`; no amount where not all of it has a price there.
  package func price(on model: Model) -> WorkloadPrice {
    var sum = Money.zero
    for portion in portions {
      do {
        guard let cost = try model.cost(of: portion.usage, under: portion.conditions) else { return .unpriced([]) }
        guard let amount = cost.amount else { return .unpriced(cost.unpriced) }
        sum += amount
      } catch {
        // More than 128 bits of picodollars: no amount that could be shown.
        return .unpriced([])
      }
    }
    return .amount(sum)
  }

  /// Returns why `model` cannot do the work, as far as is known; nil where nothing speaks against it.
  package func obstacle(on model: Model) -> Obstacle? {
    guard WorkKind(model.kind) == kind || (kind == .text && areNamed && model.talks) else { return .kind }
    if let need = needs.unmet(by: model) { return need }
    guard kind == .text || model.contextWindow != nil else { return nil }
    return model.obstacle(toCallsOf: longest.whole, prompt: longest.prompt, output: longest.output)
  }

  /// Returns whether the calls fit into a context of `window` tokens on `model`.
  package func fits(_ window: Int64, on model: Model) -> Bool { obstacle(on: model) != .context }

  /// The workload as answers show it.
  package var outline: WorkloadOutline { .recorded(totals) }

  /// Cells that every model prices alike are one portion, which is priced once.
  private static func portions(_ cells: [WorkloadCell], tier: String?, now: Instant) -> [Portion] {
    struct Key: Hashable {
      let band: Int64
      let tier: String
      let region: String
      // Some models bill sound and pictures only where their tokens were not counted.
      let hasInput: Bool
      let hasOutput: Bool
    }
    var sums: [Key: (usage: Usage, totals: Totals)] = [:]
    for cell in cells {
      let key = Key(
        band: cell.band, tier: tier ?? cell.serviceTier, region: cell.region,
        hasInput: cell.totals.tokens.input > 0, hasOutput: cell.totals.tokens.output > 0)
      let sum = sums[key] ?? (Usage(), .zero)
      var totals = sum.totals
      totals += cell.totals
      sums[key] = (sum.usage + cell.countedUsage, totals)
    }
    return sums.map { key, sum in
      Portion(
        usage: sum.usage,
        conditions: PricingConditions(
          at: now, serviceTier: key.tier.isEmpty ? nil : key.tier, region: key.region.isEmpty ? nil : key.region,
          promptTokens: WorkloadCell.mean(sum.totals.tokens.input, of: sum.totals.requests)))
    }
  }
}

/// What a model must take and give to do recorded work.
private struct Needs {
  private var inputs: Set<String> = []
  private var outputs: Set<String> = []

  init(_ usage: Usage) {
    for entry in usage.entries where entry.quantity > 0 {
      switch entry.meter {
      case .inputAudio, .cacheReadAudio, .cacheWriteAudio, .audioSecondIn: inputs.insert("audio")
      case .inputImage, .cacheReadImage, .imageIn, .pixelIn: inputs.insert("image")
      case .inputVideo, .videoSecondIn: inputs.insert("video")
      case .outputAudio, .audioSecondOut: outputs.insert("audio")
      case .outputImage, .image: outputs.insert("image")
      case .outputVideo, .videoSecondOut: outputs.insert("video")
      default: break
      }
    }
  }

  func unmet(by model: Model) -> Obstacle? {
    if let missing = inputs.sorted().first(where: { !model.inputModalities.contains($0) }) { return .input(missing) }
    return outputs.sorted().first { !model.outputModalities.contains($0) }.map { .output($0) }
  }
}
