import CivilTime
import JSON
import Logging
import Pricing
import Server
import Service

extension Command {
  /// `prices diff`: what would a file change?
  static let pricesDiff = Command(
    name: "prices diff", summary: "Show what a price file would change today",
    discussion: """
      FILE is a provider's file of the catalog's format, or one that "prices import" reads. It compares today's prices
      of its models with those in force: "+" is a new model, "~" another price, and "-" a model in force of the same
      provider that FILE does not have; it stays as it is.
      """,
    options: [.provider, .prices, .json], operandNames: ["FILE"], requiredOperands: 1
  ) { options, host in
    let service = try ServiceBuilder.service(options, host)
    let files = try PriceSourceFile(options.operands[0], service.prices, host).files()
    let own = files.map { name, root in OwnPriceFile(path: name) { JSONWriter.bytes(root) } }
    let registry = PriceRegistry(
      files: [], own: OwnPrices(files: { own }, faults: { _ in nil }, refused: { _ in }))
    let only = try options.provider.map { try service.prices.provider(named: $0)?.id ?? $0 }
    let difference = try PriceDifference(
      from: service.prices, to: registry, only: only, now: host.now())
    host.print(options.isJSON ? JSONWriter.string(difference.json) : difference.text)
    return .success
  }
}

/// How prices of the same providers differ on one day.
struct PriceDifference {
  /// A price that is another.
  struct Change {
    /// The model behind its provider.
    let model: String
    /// The meter, behind the condition under which the price holds.
    let what: String
    /// The price in force, in words; nil when there is none.
    let old: String?
    /// The file's price, in words; nil when it has none.
    let new: String?
  }

  /// Models that only the new prices have, each behind its provider.
  private(set) var added: [String] = []
  /// Models that only the old prices have.
  private(set) var removed: [String] = []
  /// Prices of models that both have.
  private(set) var changes: [Change] = []

  /// Compares the models of every provider that `new` has, or of only one.
  init(from old: PriceRegistry, to new: PriceRegistry, only: String?, now: Instant) throws {
    for provider in try new.providers where only == nil || only == provider {
      let before = Self.byID(try old.models(of: provider))
      let after = Self.byID(try new.models(of: provider))
      for model in try new.models(of: provider) {
        let path = "\(provider)/\(model.id)"
        if let known = before[model.id.lowercased()] {
          changes += Self.changes(path, PriceTable(known, at: now), PriceTable(model, at: now))
        } else {
          added.append(path)
        }
      }
      removed += try old.models(of: provider).filter { after[$0.id.lowercased()] == nil }
        .map { "\(provider)/\($0.id)" }
    }
  }

  private static func byID(_ models: [Model]) -> [String: Model] {
    Dictionary(models.map { ($0.id.lowercased(), $0) }) { first, _ in first }
  }

  private static func changes(_ model: String, _ old: PriceTable, _ new: PriceTable) -> [Change] {
    var changes: [Change] = []
    for (what, price) in new.rows where !old.has(what, price) {
      changes.append(Change(model: model, what: what, old: old.text(what), new: new.text(what)))
    }
    for (what, _) in old.rows where new.text(what) == nil {
      changes.append(Change(model: model, what: what, old: old.text(what), new: nil))
    }
    return changes
  }

  /// The difference as an object.
  var json: JSONValue {
    [
      "added": .array(added.map(JSONValue.string)), "removed": .array(removed.map(JSONValue.string)),
      "changed": .array(
        changes.map { change in
          .object(of: [
            "model": .string(change.model), "what": .string(change.what), "old": change.old.map(JSONValue.string),
            "new": change.new.map(JSONValue.string),
          ])
        }),
    ]
  }

  /// The difference as lines.
  var text: String {
    let changed = changes.map {
      "~ \($0.model)  \($0.what)  \($0.old ?? "no price") -> \($0.new ?? "no price")"
    }
    let models = Set(changes.map(\.model)).count
    let summary =
      "\(Grouped.count(Int64(added.count), "model")) added, \(removed.count) not in the file, "
      + "\(Grouped.count(Int64(changes.count), "price")) of \(Grouped.count(Int64(models), "model")) changed"
    return TerminalText.lines(added.map { "+ \($0)" } + removed.map { "- \($0)" } + changed + [summary])
  }
}

/// All prices of a model on one day, by condition and meter.
struct PriceTable {
  /// What is billed under which condition, and the price.
  private(set) var rows: [(what: String, price: UnitPrice)] = []
  private var places: [String: Int] = [:]

  /// Reads the prices that hold at a moment.
  init(_ model: Model, at now: Instant) {
    guard let period = model.period(at: now) else { return }
    for (meter, price) in period.prices { add(meter.name, price) }
    for override in period.overrides {
      for (meter, price) in override.prices { add("\(override.label) \(meter.name)", price) }
    }
    for (label, factor) in period.factors { add("\(label) factor", .each(usd: factor, per: 1)) }
  }

  private mutating func add(_ what: String, _ price: UnitPrice) {
    if let place = places[what] {
      rows[place].price = price
    } else {
      places[what] = rows.count
      rows.append((what, price))
    }
  }

  /// Returns whether there is this very price, however it is written.
  func has(_ what: String, _ price: UnitPrice) -> Bool {
    places[what].map { rows[$0].price.isWorth(price) } ?? false
  }

  /// Returns a price in words.
  func text(_ what: String) -> String? {
    places[what].map { what.hasSuffix(" factor") ? rows[$0].price.usd : ModelPriceText.text(rows[$0].price) }
  }
}
