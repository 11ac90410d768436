package import JSON
package import Ledger

extension ClockRepair {
  /// The repair as JSON.
  package var document: JSONObject {
    [
      "repaired": true, "at": Answer.time(enteredAt), "by": .string(enteredBy), "reason": .string(reason),
      "before": Answer.time(before), "entered_ahead": Answer.integer(enteredAhead),
      "dated_ahead": Answer.integer(datedAhead),
    ]
  }
}
