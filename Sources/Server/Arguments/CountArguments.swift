import JSON
import MCP
import Pricing
import Service

/// Reading a call's counts from arguments into disjoint quantities.
struct CountArguments {
  /// The most tokens or units that one call may state, which keeps every sum within 64 bits.
  static let largestCount: Int64 = 100_000_000_000
  /// The most seconds of sound or pictures, some thirty years.
  private static let largestSeconds: Int64 = 1_000_000_000

  private var totals: [Meter: Int64] = [:]
  /// True when at least one count was given, be it 0.
  var isEmpty: Bool { totals.isEmpty }

  /// Whether anything was said of a cache.
  var statesCache: Bool {
    totals.keys.contains { [.cacheRead, .cacheWrite, .cacheWrite1h, .cacheWrite12h].contains($0) }
  }

  /// Tokens of sound and pictures that go in, which no text holds.
  var tokensBesideText: Int64 {
    [Meter.inputAudio, .inputImage, .inputVideo].reduce(0) { $0 + (totals[$1] ?? 0) }
  }

  /// The argument of each meter that has one of its own.
  private static let names: [(name: String, meter: Meter)] = [
    ("input_tokens", .input), ("output_tokens", .output), ("cache_read_tokens", .cacheRead),
    ("cache_write_tokens", .cacheWrite), ("cache_write_1h_tokens", .cacheWrite1h),
    ("reasoning_tokens", .outputReasoning), ("input_audio_tokens", .inputAudio),
    ("output_audio_tokens", .outputAudio), ("images", .image), ("characters", .characterIn),
    ("web_searches", .webSearch),
  ]

  /// Reads the counts that `arguments` hold.
  ///
  /// - Parameter speaks: Whether the model only speaks, so that seconds come out of it; asked where it matters.
  init(_ arguments: Arguments, speaks: @autoclosure () throws -> Bool) throws {
    for (name, meter) in Self.names {
      guard let count = try arguments.integer(name) else { continue }
      // Beside a text a number of none was filled in by a framework.
      if meter == .input, count == 0, arguments.object["text"] ?? arguments.object["messages"] != nil { continue }
      try add(count, to: meter, called: name)
    }
    if let seconds = arguments.number("audio_seconds") {
      let meter: Meter = try speaks() ? .audioSecondOut : .audioSecondIn
      try add(try Self.quantity(seconds, meter, called: "audio_seconds"), to: meter, called: "audio_seconds")
    }
    for (name, value) in arguments.object("meters") ?? JSONObject() where !value.isNull && value.string != "" {
      try addMeter(name, value)
    }
  }

  /// Returns the disjoint quantities.
  ///
  /// - Throws: ``ToolFailure`` when parts add up to more than their total.
  func usage() throws -> Usage {
    var nested = totals
    // The lifetimes are given apart; the catalog's total of cache writes holds them all.
    let writes: [Meter] = [.cacheWrite, .cacheWrite1h, .cacheWrite12h]
    if writes.contains(where: { nested[$0] != nil }) {
      nested[.cacheWrite] = writes.reduce(0) { $0 + (nested[$1] ?? 0) }
    }
    do {
      return try Usage(totals: nested)
    } catch {
      throw ToolFailure(message: PricingSentences.message(error))
    }
  }

  private mutating func addMeter(_ name: String, _ value: JSONValue) throws {
    guard let meter = Meter(name: name) else {
      throw ToolFailure(message: "Argument `meters`: \"\(name)\" is no meter. Known: \(Self.known).")
    }
    guard let number = value.number ?? value.string.flatMap(JSONNumber.init(lexeme:)) else {
      throw ToolFailure(message: "Argument `meters`: the quantity of \"\(name)\" must be a number.")
    }
    try add(try Self.quantity(number, meter, called: "meters.\(name)"), to: meter, called: "meters.\(name)")
  }

  /// Adds a quantity that the argument `name` holds.
  ///
  /// - Throws: ``ToolFailure`` for a meter that has one already, or a quantity that no call has.
  mutating func add(_ quantity: Int64, to meter: Meter, called name: String) throws {
    guard totals[meter] == nil else {
      throw ToolFailure(message: "Argument `\(name)`: \(meter.name) is given twice. Give it once.")
    }
    let largest = meter.scale == 1 ? Self.largestCount : Self.largestSeconds * meter.scale
    guard (0...largest).contains(quantity) else {
      throw Self.outOfRange(meter.decimal(of: quantity), meter, called: name)
    }
    totals[meter] = quantity
  }

  /// A number in steps of the meter's scale; only seconds have decimals, three of them.
  private static func quantity(_ number: JSONNumber, _ meter: Meter, called name: String) throws -> Int64 {
    guard let (significand, exponent) = number.decimal(), exponent < 13 else {
      throw outOfRange(Arguments.shown(number), meter, called: name)
    }
    let places = meter.scale == 1 ? 0 : 3
    guard exponent >= -places else {
      let accepted = places == 0 ? "a whole number" : "at most three decimals"
      throw ToolFailure(message: "Argument `\(name)`: \(Arguments.shown(number)) must be \(accepted).")
    }
    var quantity = significand
    for _ in 0..<(exponent + places) {
      let (product, overflow) = quantity.multipliedReportingOverflow(by: 10)
      guard !overflow else { throw outOfRange(Arguments.shown(number), meter, called: name) }
      quantity = product
    }
    return Int64(clamping: quantity)
  }

  private static func outOfRange(_ found: String, _ meter: Meter, called name: String) -> ToolFailure {
    let largest = Grouped.text(meter.scale == 1 ? largestCount : largestSeconds)
    return ToolFailure(
      message: "Argument `\(name)`: \(found) is out of range for one call; give 0 to \(largest).")
  }

  private static let known = Meter.allCases.map(\.name).joined(separator: ", ")
}
