import Ledger

/// Calls that are reported, corrected, priced, archived and taken out: a list, and nothing that is added up before
/// it is asked for.
struct CorrectionModel {
  /// What one report says.
  struct Report: Equatable {
    var fresh: Int64
    var cacheRead: Int64
    var answer: Int64
    var reasoning: Int64
    var session: String
    var time: Int64

    var tokens: Int64 { fresh + cacheRead + answer + reasoning }
  }

  /// What a call counts.
  struct Figures: Equatable {
    var input, output, cacheRead, reasoning: Int64
    var cost: Int64?
    var kind: String
    var session: String
    var time: Int64
  }

  struct Call {
    var keys: Set<Int>
    var report: Report
    var cost: Int64?
    var kind: String
    /// Figures that people have given, with the order in which they did.
    var given: [(order: Int, figure: AdjustedFigure, value: Int64)] = []

    var counted: Figures {
      var last: [AdjustedFigure: Int64] = [:]
      for entry in given.sorted(by: { $0.order < $1.order }) { last[entry.figure] = entry.value }
      let cacheRead = last[.cacheRead] ?? report.cacheRead
      let reasoning = last[.reasoning] ?? report.reasoning
      return Figures(
        input: max(last[.input] ?? report.fresh + report.cacheRead, cacheRead),
        output: max(last[.output] ?? report.answer + report.reasoning, reasoning), cacheRead: cacheRead,
        reasoning: reasoning, cost: last[.cost] ?? cost, kind: kind, session: report.session, time: report.time)
    }

    mutating func price(at price: Int64?) {
      cost = price
      kind = price == nil ? "unpriced" : "catalog"
      hold()
    }

    /// A cost that was given is an amount of some kind, though no price is known.
    mutating func hold() {
      guard cost == nil, let held = given.last(where: { $0.figure == .cost }) else { return }
      cost = held.value
      kind = "reported"
    }
  }

  /// In the order in which they were entered.
  var live: [Call] = []
  var archived: [Figures] = []
  private var archivedKeys: Set<Int> = []
  private var entries = 0

  /// What every call counts.
  var counted: [Figures] { archived + live.map(\.counted) }

  /// Takes a report of the call that has one of the keys: the one of more tokens says everything but the time.
  mutating func report(_ report: Report, keys: Set<Int>, price: (Report) -> Int64?) {
    let known = live.indices.filter { !live[$0].keys.isDisjoint(with: keys) }
    let all = known.reduce(into: keys) { $0.formUnion(live[$1].keys) }
    if !archivedKeys.isDisjoint(with: keys) {
      archivedKeys.formUnion(all)
      return remove(known)
    }
    guard let first = known.first else {
      var call = Call(keys: keys, report: report, cost: nil, kind: "")
      call.price(at: price(report))
      return live.append(call)
    }
    var call = live[first]
    let reports = known.map { live[$0].report } + [report]
    guard var best = reports.max(by: { $0.tokens < $1.tokens }), let time = reports.map(\.time).min() else { return }
    best.time = time
    call.keys = all
    call.given = known.flatMap { live[$0].given }.sorted { $0.order < $1.order }
    if best == call.report { call.hold() } else { call.price(at: price(best)) }
    call.report = best
    live[first] = call
    remove(known.dropFirst())
  }

  /// Enters those figures that are not so already.
  mutating func correct(_ index: Int, _ figures: [AdjustedFigure: Int64]) {
    let now = live[index].counted
    entries += 1
    for (figure, value) in figures {
      let before: Int64? =
        switch figure {
        case .input: now.input
        case .output: now.output
        case .cacheRead: now.cacheRead
        case .reasoning: now.reasoning
        case .cost: now.cost
        default: nil
        }
      if value != before { live[index].given.append((entries, figure, value)) }
    }
  }

  mutating func reprice(_ price: (Report) -> Int64?) {
    for index in live.indices { live[index].price(at: price(live[index].report)) }
  }

  mutating func archive(before end: Int64) {
    let old = live.indices.filter { live[$0].report.time < end }
    archived += old.map { live[$0].counted }
    for index in old { archivedKeys.formUnion(live[index].keys) }
    remove(old)
  }

  private mutating func remove(_ indices: some Collection<Int>) {
    for index in indices.sorted(by: >) { live.remove(at: index) }
  }
}
