/// The numbers in a model's name that tell newer from older: 4.5 in `claude-sonnet-4-5`, 3.1 in `kimi-k3.1-pro`.
///
/// Sizes such as `8b` count for nothing; the date of a snapshot decides between equal numbers.
struct ModelVersion: Comparable {
  private var numbers: [Number] = []
  private var date = 0

  private struct Number: Comparable {
    let whole: Int
    /// The digits behind the point, as 4.20 is older than 4.3.
    let fraction: String

    static func < (left: Number, right: Number) -> Bool {
      (left.whole, left.fraction) < (right.whole, right.fraction)
    }
  }

  /// Reads the version of a model's id.
  init(_ id: String) {
    let name = id.lowercased().split(separator: "/").last ?? ""
    for token in name.split(whereSeparator: { "-_:@ ".contains($0) }) {
      let digits = token.drop { $0.isLetter }
      let parts = (digits.hasSuffix("o") ? digits.dropLast() : digits).split(separator: ".")
      guard let first = parts.first, parts.count <= 2, let whole = Int(first), parts.allSatisfy({ Int($0) != nil })
      else { continue }
      if parts.count == 1, first.count >= 3 {
        date = max(date, whole)
      } else {
        numbers.append(Number(whole: whole, fraction: parts.count == 2 ? String(parts[1]) : ""))
      }
    }
  }

  /// Returns whether `left` is older.
  static func < (left: ModelVersion, right: ModelVersion) -> Bool {
    for (a, b) in zip(left.numbers, right.numbers) where a != b { return a < b }
    return (left.numbers.count, left.date) < (right.numbers.count, right.date)
  }
}

extension Model {
  /// Returns whether this is the newer of two models, as far as the numbers in their names tell; of equal ones the one
  /// with the shorter name.
  package func isNewer(than other: Model) -> Bool {
    let (own, others) = (ModelVersion(id), ModelVersion(other.id))
    guard own == others else { return own > others }
    return (id.utf8.count, id) < (other.id.utf8.count, other.id)
  }
}
