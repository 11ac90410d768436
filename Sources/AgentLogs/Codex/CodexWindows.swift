import CivilTime
import JSON
import Ledger

/// What a thread's lines say of the vendor's allowances, told once for each change.
struct CodexWindows {
  /// How many windows are kept in mind.
  private static let most = 8
  /// The most that is believed to be used, in hundredths of a percent.
  private static let largest: Int128 = 1_000_000
  /// Times of resets that are this near to each other are the same, in milliseconds: some are counted from the line's.
  private static let tolerance: Int64 = 120_000

  /// What was last said of each window.
  private var last: JSONObject

  init(_ memory: JSONObject?) { last = memory ?? JSONObject() }

  /// What is needed to go on.
  var memory: JSONValue { .object(last) }

  /// Returns the windows of a line that are not as they were.
  mutating func changed(by limits: JSONObject?, at time: Instant?) -> [VendorWindow] {
    guard let limits, let time else { return [] }
    let limit = limits.name("limit_id").flatMap { $0 == "codex" ? nil : $0 }
    return ["primary", "secondary"].compactMap { part in
      let name = limit.map { "\($0)/\(part)" } ?? part
      guard let window = Self.window(name, limits.object(part), limits.name("plan_type"), at: time) else { return nil }
      return note(window) ? window : nil
    }
  }

  private static func window(_ name: String, _ part: JSONObject?, _ plan: String?, at time: Instant) -> VendorWindow? {
    guard let part, let used = part["used_percent"]?.number.flatMap(basisPoints) else { return nil }
    let minutes = part.count("window_minutes")
    let rest = part.count("resets_in_seconds", "resets_after_seconds")
    let reset = part.instant("resets_at") ?? (rest > 0 ? time.adding(milliseconds: rest * 1_000) : nil)
    return VendorWindow(
      source: "codex", name: name, minutes: minutes > 0 ? minutes : nil, usedBasisPoints: used, resetsAt: reset,
      plan: plan, observedAt: time)
  }

  /// Returns a percentage in hundredths, halves up.
  private static func basisPoints(_ percent: JSONNumber) -> Int64? {
    guard let (significand, exponent) = percent.decimal(), (-20...3).contains(exponent),
      (0...Int128(Int64.max)).contains(significand)
    else { return nil }
    var points = significand * 1_000
    if exponent > 0 { for _ in 0..<exponent { points *= 10 } }
    if exponent < 0 { for _ in 0..<(0 - exponent) { points /= 10 } }
    points = (points + 5) / 10
    return points <= largest ? Int64(points) : nil
  }

  /// Returns whether a window says something new.
  private mutating func note(_ window: VendorWindow) -> Bool {
    let said = "\(window.usedBasisPoints) \(window.minutes ?? 0) \(window.plan ?? "")"
    let reset = window.resetsAt?.milliseconds ?? 0
    let before = last[window.name]?.array
    if before?.first?.string == said, let earlier = before?.last?.number?.int64,
      abs(reset - earlier) <= Self.tolerance
    {
      return false
    }
    guard before != nil || last.count < Self.most else { return true }
    last[window.name] = .array([.string(said), .number(JSONNumber(reset))])
    return true
  }
}
