import AgentLogs
import CivilTime
import JSON
import Ledger
import Pricing

/// What Claude Code tells its status line.
struct HostStatus {
  /// The model's name for people.
  let model: String?
  let session: String?
  /// The log of the session.
  let transcript: String?
  /// How much is used of the subscription's allowances.
  let windows: [VendorWindow]

  /// Reads the input; nil when it is no JSON object.
  init?(_ input: [UInt8]?, at now: Instant) {
    guard let input else { return nil }
    let object: JSONObject?
    do { object = try JSONParser.parse(input).object } catch { return nil }
    guard let object else { return nil }
    model = object["model"]?.object?.text("display_name", "id")
    session = object.text("session_id")
    transcript = object.text("transcript_path")
    let limits = object["rate_limits"]?.object ?? JSONObject()
    windows = [("five_hour", 300), ("seven_day", 10_080)].compactMap { name, minutes in
      limits[name]?.object.flatMap { Self.window(name, minutes, $0, now) }
    }
  }

  private static func window(_ name: String, _ minutes: Int64, _ object: JSONObject, _ now: Instant) -> VendorWindow? {
    guard let used = object["used_percentage"]?.number, let share = Self.hundredths(used) else { return nil }
    return VendorWindow(
      source: "claude-code", name: name, minutes: minutes, usedBasisPoints: share,
      resetsAt: object.instant("resets_at"), plan: nil, observedAt: now)
  }

  /// A percentage in hundredths; nil for what can be none: a version once wrote a time there.
  private static func hundredths(_ number: JSONNumber) -> Int64? {
    guard let (significand, exponent) = number.decimal(), let money = Money(rounding: significand, exponent: exponent),
      money >= .zero, money <= Money(dollars: 1_000, picodollars: 0)
    else { return nil }
    return Int64(clamping: money.picodollars / 10_000_000_000)
  }
}
