import JSON
import Pricing
import Service

/// Reading a call's counts from arguments.
struct CountArguments {
  /// What they say.
  private(set) var counts = CallCounts()

  /// Reads the counts that `arguments` hold.
  ///
  /// - Parameter speaks: Whether the model only speaks, so that seconds come out of it; asked where it matters.
  /// - Throws: ``ArgumentError``.
  init(_ arguments: Arguments, speaks: @autoclosure () throws -> Bool) throws {
    for (name, meter) in ArgumentName.counts {
      guard let count = try arguments.integer(name) else { continue }
      // Next to a text a number of none was filled in by a framework.
      if meter == .input, count == 0, arguments[.text] ?? arguments[.messages] != nil { continue }
      try add(count, to: meter, at: ArgumentPlace(name))
    }
    if let seconds = arguments.number(.audioSeconds) {
      try add(seconds, to: try speaks() ? .audioSecondOut : .audioSecondIn, at: ArgumentPlace(.audioSeconds))
    }
    for (name, value) in arguments.object(.meters) ?? JSONObject() where !value.isNull && value.string != "" {
      try addMeter(name, value)
    }
  }

  private mutating func addMeter(_ name: String, _ value: JSONValue) throws {
    guard let meter = Meter(name: name) else { throw ArgumentError.unknownMeter(name) }
    guard let number = value.number ?? value.string.flatMap(JSONNumber.init(lexeme:)) else {
      throw ArgumentError.noQuantity(ofMeter: name)
    }
    try add(number, to: meter, at: ArgumentPlace(.meters, name))
  }

  private mutating func add(_ number: JSONNumber, to meter: Meter, at place: ArgumentPlace) throws {
    try add(try Self.quantity(number, meter, at: place), to: meter, at: place)
  }

  private mutating func add(_ quantity: Int64, to meter: Meter, at place: ArgumentPlace) throws {
    do {
      try counts.add(quantity, to: meter)
    } catch .givenTwice(let meter) {
      throw ArgumentError.givenTwice(place, meter)
    } catch .outOfRange(let meter, let quantity) {
      throw Self.outOfRange(meter.decimal(of: quantity), meter, at: place)
    }
  }

  /// A number in steps of the meter's scale; only seconds have decimals, three of them.
  private static func quantity(_ number: JSONNumber, _ meter: Meter, at place: ArgumentPlace) throws -> Int64 {
    guard let (significand, exponent) = number.decimal(), exponent < 13 else {
      throw outOfRange(Arguments.shown(number), meter, at: place)
    }
    let places = meter.scale == 1 ? 0 : 3
    guard exponent >= -places else { throw ArgumentError.tooFine(place, found: number, decimals: places) }
    var quantity = significand
    for _ in 0..<(exponent + places) {
      let (product, overflow) = quantity.multipliedReportingOverflow(by: 10)
      guard !overflow else { throw outOfRange(Arguments.shown(number), meter, at: place) }
      quantity = product
    }
    return Int64(clamping: quantity)
  }

  private static func outOfRange(_ found: String, _ meter: Meter, at place: ArgumentPlace) -> ArgumentError {
    .notOfOneCall(place, found: found, most: CallCounts.largest(of: meter))
  }
}
