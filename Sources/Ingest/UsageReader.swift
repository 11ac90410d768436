import JSON
import Pricing

/// Reads the members of one object and knows where it is, for errors.
struct UsageReader {
  /// The object.
  let object: JSONObject
  /// Its place in what the caller gave.
  let path: JSONPointer

  /// Returns the whole number under the first of `keys` that is there and not null; nil without any.
  ///
  /// `5`, `5.0` and `"5"` are 5: gateways written in JavaScript and 64-bit fields of protobuf send such.
  func count(_ keys: String...) throws(IngestError) -> Int64? {
    guard let (key, _) = first(of: keys) else { return nil }
    return try count(key)
  }

  /// Returns the whole number under `key`, written in any of these ways; nil when it is absent or null.
  func count(_ key: String) throws(IngestError) -> Int64? {
    guard let value = object[key], !value.isNull else { return nil }
    if let integer = value.number?.machineInteger, 0...IngestError.largestQuantity ~= integer { return integer }
    return try quantity(try number(value, key), key, scale: 1)
  }

  /// Returns the number under `key` in thousandths, rounded half up; nil when it is absent or null.
  func thousandths(_ key: String) throws(IngestError) -> Int64? {
    guard let (key, value) = first(of: [key]) else { return nil }
    return try quantity(try number(value, key), key, scale: 1000)
  }

  /// Returns the dollars under `key`, rounded to a picodollar; nil when it is absent or null.
  func dollars(_ key: String) throws(IngestError) -> Money? {
    guard let (key, value) = first(of: [key]) else { return nil }
    let number = try number(value, key)
    guard let (significand, exponent) = number.decimal(),
      let amount = Money(rounding: significand, exponent: exponent), amount <= Cost.largestAmount
    else { throw notAQuantity(key, .tooLarge(Self.cut(number))) }
    guard significand >= 0 else { throw notAQuantity(key, .negative(Self.cut(number))) }
    return amount
  }

  /// Returns a reader of the object under the first of `keys` that is there and not null.
  func reader(_ keys: String...) throws(IngestError) -> UsageReader? {
    guard let (key, _) = first(of: keys) else { return nil }
    return try reader(key)
  }

  /// Returns a reader of the object under `key`; nil when it is absent or null.
  func reader(_ key: String) throws(IngestError) -> UsageReader? {
    guard let value = object[key], !value.isNull else { return nil }
    let path = path.appending(key)
    guard let object = value.object else { throw .wrongType(path: path, wanted: .object) }
    return UsageReader(object: object, path: path)
  }

  /// Returns readers of the objects in the list under `key`; none when it is absent or null.
  func list(_ key: String) throws(IngestError) -> [UsageReader] {
    guard let (key, value) = first(of: [key]) else { return [] }
    let path = path.appending(key)
    guard let elements = value.array else { throw .wrongType(path: path, wanted: .list) }
    var readers: [UsageReader] = []
    for (index, element) in elements.enumerated() {
      let path = path.appending(index)
      guard let object = element.object else { throw .wrongType(path: path, wanted: .object) }
      readers.append(UsageReader(object: object, path: path))
    }
    return readers
  }

  /// Returns the text under the first of `keys` that holds one; nil for other values and for "".
  func text(_ keys: String...) -> String? { first(of: keys).flatMap { text($0.key) } }

  /// Returns the text under `key`; nil for other values and for "".
  func text(_ key: String) -> String? {
    guard let text = object[key]?.string, !text.isEmpty else { return nil }
    return text
  }

  /// Refuses a usage whose total tells that a whole side of it has not arrived.
  ///
  /// A total above both sides is none of that: some providers count thoughts in it alone.
  ///
  /// - Parameter isExact: Whether the total is always that of both sides, as Bedrock's is: then a greater one
  ///   tells that the cache has not arrived.
  func refuseLoss(of totals: TokenTotals, total key: String, isExact: Bool = false) throws(IngestError) {
    guard let total = try count(key), isExact || totals[.input] == nil || totals[.output] == nil else { return }
    let stated = (totals[.input] ?? 0) + (totals[.output] ?? 0)
    guard stated >= total else { throw .membersLost(path: path, total: total, stated: stated) }
  }

  /// Returns whether the object has `key`, even as null.
  func has(_ key: String) -> Bool { object[key] != nil }

  private func first(of keys: [String]) -> (key: String, value: JSONValue)? {
    for key in keys {
      if let value = object[key], !value.isNull { return (key, value) }
    }
    return nil
  }

  private func number(_ value: JSONValue, _ key: String) throws(IngestError) -> JSONNumber {
    if let number = value.number { return number }
    if let text = value.string, text.utf8.count <= 64, let number = JSONNumber(lexeme: text) { return number }
    throw notAQuantity(key, .notANumber)
  }

  private func quantity(_ number: JSONNumber, _ key: String, scale: Int128) throws(IngestError) -> Int64 {
    guard scale > 1 || number.isInteger else { throw notAQuantity(key, .fraction(Self.cut(number))) }
    guard let value = Self.scaled(number, scale), value <= Int128(IngestError.largestQuantity) else {
      let isNegative = number.lexeme.utf8.first == UInt8(ascii: "-")
      throw notAQuantity(key, isNegative ? .negative(Self.cut(number)) : .tooLarge(Self.cut(number)))
    }
    guard value >= 0 else { throw notAQuantity(key, .negative(Self.cut(number))) }
    return Int64(value)
  }

  /// Returns `number` x `scale`, rounded half away from zero; nil when it is far too large.
  private static func scaled(_ number: JSONNumber, _ scale: Int128) -> Int128? {
    guard let (significand, exponent) = number.decimal() else { return nil }
    guard significand != 0 else { return 0 }
    let (product, overflow) = significand.multipliedReportingOverflow(by: scale)
    guard !overflow, exponent <= 38 else { return nil }
    guard exponent < 0 else {
      var value = product
      for _ in 0..<exponent {
        let (next, overflow) = value.multipliedReportingOverflow(by: 10)
        guard !overflow else { return nil }
        value = next
      }
      return value
    }
    guard exponent >= -37 else { return 0 }
    var divisor: Int128 = 1
    for _ in 0..<(0 - exponent) { divisor *= 10 }
    let (quotient, rest) = product.quotientAndRemainder(dividingBy: divisor)
    return rest.magnitude * 2 >= divisor.magnitude ? quotient + product.signum() : quotient
  }

  private func notAQuantity(_ key: String, _ found: IngestError.Found) -> IngestError {
    .notAQuantity(path: path.appending(key), found: found)
  }

  private static func cut(_ number: JSONNumber) -> String { String(number.lexeme.prefix(40)) }
}
