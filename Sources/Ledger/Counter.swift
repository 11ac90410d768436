/// The counters of limit windows: sums over one scope, in slots of several lengths.
enum Counter {
  /// The scope that holds every record.
  static let everything: Int64 = 0
  /// The lengths of the slots in seconds: seconds for the minute's window, minutes for the hour's,
  /// quarter hours for the ends of days in any time zone, and whole UTC days.
  static let slotLengths: [Int64] = [1, 60, 900, 86_400]
  /// For how many seconds back the short slots are kept; the longer ones stay.
  static let keptSeconds: [(slotLength: Int64, seconds: Int64)] = [(1, 600), (60, 14_400)]

  /// Returns the oldest slot of that length which is kept at `seconds` of the ledger's time.
  static func oldestSlot(ofLength length: Int64, at seconds: Int64) -> Int64 {
    guard let kept = keptSeconds.first(where: { $0.slotLength == length }) else { return .min }
    return floorDivide(seconds - kept.seconds, by: length)
  }
}
