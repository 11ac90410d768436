import CivilTime
import Pricing

/// Which quantities of a call its totals do not tell, so that `meter_total` keeps them.
///
/// Totals hold prompt, cache and answer tokens as nested sums. With the quantities kept here they can be taken
/// apart again into what each meter counted, and a whole period be priced as other models would.
enum MeterTotals {
  /// The lengths of the slots in seconds: quarter hours and whole UTC days.
  static let slotLengths: [Int64] = [QuarterHour.seconds, Instant.secondsPerDay]

  /// Whether quantities of `meter` are kept, because totals do not tell them.
  static func keeps(_ meter: Meter) -> Bool {
    switch meter {
    case .input, .output, .cacheRead, .cacheWrite, .cacheWrite1h, .outputReasoning: false
    default: true
    }
  }

  /// Returns what is kept of a call next to its totals; nothing for one of text alone.
  ///
  /// Requests are kept as what they differ from one, because one a call is billed where nobody counted them.
  static func parts(of usage: Usage) -> [Usage.Count] {
    var parts: [Usage.Count] = []
    for entry in usage.entries where keeps(entry.meter) {
      let quantity = entry.meter == .request ? entry.quantity - 1 : entry.quantity
      if quantity != 0 { parts.append(Usage.Count(meter: entry.meter, quantity: quantity)) }
    }
    return parts
  }

  /// Returns the disjoint quantities of calls with these totals and these kept parts, as those of one usage.
  ///
  /// Requests are left out where they are one a call, which is told by their number alone.
  static func usage(of totals: Totals, parts: [Meter: Int64]) -> Usage {
    var usage = Usage()
    for (meter, quantity) in parts where quantity != 0 { usage[meter] = quantity }
    if let more = parts[.request] { usage[.request] = totals.requests + more }
    let tokens = totals.tokens
    let reads = usage[.cacheReadAudio] + usage[.cacheReadImage]
    let writes = tokens.cacheWrite1h + usage[.cacheWrite12h] + usage[.cacheWriteAudio]
    let inputs = usage[.inputAudio] + usage[.inputImage] + usage[.inputVideo]
    let outputs = tokens.reasoning + usage[.outputAudio] + usage[.outputImage] + usage[.outputVideo]
    for (meter, quantity) in [
      (Meter.input, tokens.input - tokens.cacheRead - tokens.cacheWrite - inputs),
      (.cacheRead, tokens.cacheRead - reads),
      (.cacheWrite, tokens.cacheWrite - writes), (.cacheWrite1h, tokens.cacheWrite1h),
      (.output, tokens.output - outputs), (.outputReasoning, tokens.reasoning),
    ] where quantity != 0 { usage[meter] = quantity }
    return usage
  }
}
