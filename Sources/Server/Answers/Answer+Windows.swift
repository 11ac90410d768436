import CivilTime
import JSON
import Ledger

extension Answer {
  /// What vendors say of their own allowances.
  static func windows(_ windows: [VendorWindow], _ zone: Zone) -> JSONValue {
    .array(windows.map { .object(window($0, zone)) })
  }

  private static func window(_ window: VendorWindow, _ zone: Zone) -> JSONObject {
    var object: JSONObject = [
      "source": .string(window.source), "name": .string(window.name),
      "used_percent": hundredths(window.usedBasisPoints),
    ]
    if let minutes = window.minutes { object.append("window_minutes", integer(minutes)) }
    if let reset = window.resetsAt { object.append("resets_at", time(reset, zone)) }
    if let plan = window.plan { object.append("plan", .string(plan)) }
    object.append("observed_at", time(window.observedAt, zone))
    return object
  }
}
