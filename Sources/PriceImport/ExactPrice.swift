import JSON

/// A price as its source wrote it, exact: `significand` x 10^`exponent`, never through binary floating point.
struct ExactPrice: Equatable {
  private let significand: Int128
  private let exponent: Int

  /// Reads a number, or a text that holds one; nil for anything else, for less than nothing and for too many digits.
  init?(_ value: JSONValue?) {
    let number: JSONNumber? =
      switch value {
      case .number(let number): number
      case .string(let text): JSONNumber(lexeme: text)
      default: nil
      }
    guard let (significand, exponent) = number?.decimal(), significand >= 0, (-30...12).contains(exponent)
    else {
      return nil
    }
    self.init(significand: significand, exponent: exponent)
  }

  private init(significand: Int128, exponent: Int) {
    self.significand = significand
    self.exponent = exponent
  }

  /// Half of it; nil for too many digits.
  var half: ExactPrice? {
    let (fivefold, overflows) = significand.multipliedReportingOverflow(by: 5)
    return overflows ? nil : ExactPrice(significand: fivefold, exponent: exponent - 1)
  }

  /// The price of one as decimal text.
  var text: String { text(shiftedBy: 0) }

  /// The price of a million where this is the price of one.
  var perMillion: String { text(shiftedBy: 6) }

  /// Whether nothing is charged.
  var isZero: Bool { significand == 0 }

  private func text(shiftedBy places: Int) -> String {
    guard significand != 0 else { return "0" }
    var digits = String(significand)
    let exponent = exponent + places
    if exponent >= 0 { return digits + String(repeating: "0", count: exponent) }
    if digits.count <= -exponent {
      digits = String(repeating: "0", count: 1 - exponent - digits.count) + digits
    }
    let point = digits.index(digits.endIndex, offsetBy: exponent)
    var fraction = digits[point...]
    while fraction.last == "0" { fraction.removeLast() }
    return fraction.isEmpty ? String(digits[..<point]) : digits[..<point] + "." + fraction
  }
}
