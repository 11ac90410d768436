package import Ledger

/// What was found in logs: calls, and what was left out for which reason.
package struct LogFindings: Sendable {
  /// The calls, in the order of the log.
  package var calls: [LoggedCall] = []
  /// How many lines, rows or messages with usage were left out, by reason.
  package private(set) var skipped: [SkipReason: Int] = [:]
  /// Each of them with its place, where that was asked for.
  package private(set) var explanations: [Explanation] = []
  /// How much of a vendor's own allowances is used, as the log says.
  package var windows: [VendorWindow] = []
  /// The place that is being read: an offset in bytes, or the number of a row; kept up to date by whoever feeds lines.
  package var place: Int64 = 0
  private let explains: Bool

  /// What happened to something at a place.
  package struct Explanation: Sendable, Hashable {
    /// The offset in bytes, or the number of a row.
    package let place: Int64
    /// Why it was left out; nil for what became a call.
    package let reason: SkipReason?
    /// The call that was made of it.
    package let call: LoggedCall?
  }

  /// Creates findings without anything.
  ///
  /// - Parameter explains: Whether the place of each thing is kept.
  package init(explains: Bool = false) { self.explains = explains }

  /// Adds a call.
  package mutating func add(_ call: consuming LoggedCall) {
    if explains { explanations.append(Explanation(place: place, reason: nil, call: call)) }
    calls.append(call)
  }

  /// Notes that something with usage was left out.
  package mutating func skip(_ reason: SkipReason) {
    skipped[reason, default: 0] += 1
    if explains { explanations.append(Explanation(place: place, reason: reason, call: nil)) }
  }
}

/// Why something in a log is no call of its own.
package enum SkipReason: String, Sendable, Hashable, CaseIterable {
  /// It is not what the format says.
  case malformed
  /// A message that the program wrote itself, such as about an error of the API.
  case synthetic
  /// Nothing was used.
  case empty
  /// It says again what was said before, and the cumulative total has not advanced.
  case repeated
  /// A copy of what another session did, from which this one was forked.
  case replayed
  /// A copy of a call by a conversation on the side.
  case sideCopy = "side_copy"
  /// A sum over calls that are counted by themselves.
  case summary
  /// Another of the program's files tells of it more exactly.
  case elsewhere
  /// Its time cannot be, or there is none.
  case timeless
  /// Nothing was billed for it, as the program says: it failed, or was broken off.
  case unbilled
  /// A compressed file that this build cannot read.
  case compressed
  /// A file or a database without the columns that its program's have.
  case unfamiliar
  /// The ledger refuses it.
  case refused
}
