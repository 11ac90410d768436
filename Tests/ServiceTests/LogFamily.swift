import TestSupport

/// Sessions of Claude Code as they lie in files, and what their calls add up to, which whoever made them knows.
struct LogFamily {
  /// The lines of each file with their line feeds, by the way to it from the folder of projects.
  fileprivate(set) var files: [String: [String]] = [:]
  /// What agents have recorded themselves of some of the calls.
  fileprivate(set) var recordings: [LogRecording] = []
  /// What each call was said to be, the best report last or not.
  fileprivate var calls: [[LogTold]] = []

  /// What all calls add up to.
  ///
  /// Of several reports of a call the one counts that was complete, then the one with the most tokens; those that are
  /// alike are copies in several sessions, of which the call has the last one by name.
  var truth: [LogGroup: LogSum] {
    var sums: [LogGroup: LogSum] = [:]
    for reports in calls {
      guard let best = reports.max(by: { $0.rank < $1.rank }) else { continue }
      sums[LogGroup(session: best.session, model: best.model), default: LogSum()].add(best)
    }
    return sums
  }

  /// How many calls there are.
  var count: Int { calls.count { !$0.isEmpty } }
}

/// What an agent has recorded itself of a call: the same that its log tells of it, without the session.
struct LogRecording {
  let id: String
  let model: String
  let tokens: [Int]
}

/// A report of a call.
private struct LogTold {
  let session: String
  let model: String
  let tokens: [Int]
  let isComplete: Bool

  var rank: (Int, Int, String) { (isComplete ? 1 : 0, tokens.reduce(0, +), session) }
}

extension LogSum {
  /// Picodollars for a token of input, cache read, cache write, cache write for an hour and output.
  private static let prices: [String: [Int128]] = [
    "claude-haiku-4-5": [1_000_000, 100_000, 1_250_000, 2_000_000, 5_000_000],
    "claude-sonnet-4-5": [3_000_000, 300_000, 3_750_000, 6_000_000, 15_000_000],
    "claude-opus-4-5": [5_000_000, 500_000, 6_250_000, 10_000_000, 25_000_000],
  ]

  fileprivate mutating func add(_ call: LogTold) {
    requests += 1
    input += Int64(call.tokens[0...3].reduce(0, +))
    cacheRead += Int64(call.tokens[1])
    cacheWrite += Int64(call.tokens[2] + call.tokens[3])
    cacheWrite1h += Int64(call.tokens[3])
    output += Int64(call.tokens[4])
    for (price, count) in zip(Self.prices[call.model] ?? [], call.tokens) { picodollars += price * Int128(count) }
  }
}

/// Makes families by chance.
struct LogFamilyMaker {
  private static let models = ["claude-haiku-4-5", "claude-sonnet-4-5", "claude-opus-4-5"]
  private var generator: SplitMix64
  private var family = LogFamily()
  private var sessions: [String] = []
  private var number = 0

  /// Returns the family of a seed.
  static func family(seed: UInt64) -> LogFamily {
    var maker = LogFamilyMaker(generator: SplitMix64(seed: seed))
    maker.make()
    return maker.family
  }

  private init(generator: SplitMix64) { self.generator = generator }

  private mutating func make() {
    sessions = (0..<chance(1...3)).map { "\(chance(10...99))f0c3f1e-0000-4c3a-9a54-\($0)" }
    for session in sessions {
      for _ in 0..<chance(1...6) { message(of: session) }
      for _ in 0..<chance(0...2) { agentMessage(of: session) }
      for _ in 0..<chance(0...2) { gatewayMessage(of: session) }
      for _ in 0..<chance(0...3) { noise(in: session) }
    }
  }

  private mutating func chance(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
  private mutating func isLucky(_ times: Int, of all: Int) -> Bool { chance(1...all) <= times }
  private mutating func one<T>(of list: [T]) -> T { list[chance(0...(list.count - 1))] }

  // MARK: Messages

  /// A message of the main conversation, and copies of it.
  private mutating func message(of session: String) {
    let lines = lines(of: session)
    var told = write(lines, to: "p/\(session).jsonl")
    if isLucky(1, of: 3) {
      // A session that was resumed or forked begins with copies, under its own name or the old one.
      let other = isLucky(1, of: 2) ? one(of: sessions) : "\(chance(10...99))aaaaaa-0000-4c3a-9a54-copy"
      let isRenamed = isLucky(1, of: 2)
      let copies = lines.prefix(chance(1...lines.count)).map { line in
        var line = line
        if isRenamed { line.session = other }
        return line
      }
      told += write(Array(copies), to: "p/\(other).jsonl")
    }
    register(told)
    if isLucky(1, of: 3) { record(lines) }
    for _ in 0..<(isLucky(1, of: 3) ? chance(1...3) : 0) { copyOnTheSide(one(of: lines), of: session) }
  }

  /// A copy in a conversation on the side, with a request of its own or that of the message; it counts for nothing.
  private mutating func copyOnTheSide(_ line: ClaudeLine, of session: String) {
    var copy = line
    copy.isSidechain = true
    if copy.request != nil, isLucky(2, of: 3) { copy.request = "req_side\(next())" }
    // Where no request tells them apart, a copy is one only within its session.
    if copy.request != nil, isLucky(1, of: 3) { copy.session = one(of: sessions) }
    _ = write([copy], to: "p/\(session)/subagents/agent-\(chance(1...2)).jsonl")
  }

  /// A message of an agent; copies of it have other requests.
  private mutating func agentMessage(of session: String) {
    let lines = lines(of: session).map { line in
      var line = line
      line.isSidechain = true
      return line
    }
    let file = "p/\(session)/subagents/agent-\(chance(1...2)).jsonl"
    var told = write(lines, to: file)
    if isLucky(1, of: 2) {
      let request = "req_side\(next())"
      let copies = lines.map { line in
        var line = line
        line.request = request
        return line
      }
      told += write(copies, to: isLucky(1, of: 2) ? file : "p/\(session).jsonl")
    }
    if isLucky(1, of: 3) {
      // The main conversation shows what its agents do.
      let shown = lines.map { line in
        var line = line
        (line.isWrapped, line.isSidechain) = (true, false)
        return line
      }
      told += write(shown, to: "p/\(session).jsonl")
    }
    register(told)
    if isLucky(1, of: 3) { record(lines) }
  }

  /// A message through a gateway, which names no request and gives its ids again in every session.
  private mutating func gatewayMessage(of session: String) {
    let hasPrefix = isLucky(1, of: 2)
    let isSidechain = isLucky(1, of: 3)
    // Within a session an id is of one message; several sessions have the same.
    let place = family.files["p/\(session).jsonl", default: []].count
    let id = "\(hasPrefix ? "msg_" : "")gw\(place)\(isSidechain ? "s" : "")"
    var lines = lines(of: session)
    for index in lines.indices {
      (lines[index].id, lines[index].request, lines[index].isSidechain) = (id, nil, isSidechain)
      lines[index].advisor = nil
      if !hasPrefix, index > 0 { lines[index].time = lines[0].time }
    }
    register(write(lines, to: "p/\(session).jsonl"))
    if !isSidechain, isLucky(1, of: 2) { copyOnTheSide(one(of: lines), of: session) }
  }

  // MARK: Lines

  /// The lines of a message: its answer grows, and its end is told by the last, or not at all.
  private mutating func lines(of session: String) -> [ClaudeLine] {
    var line = ClaudeLine()
    (line.id, line.request, line.session) = ("msg_\(next())", "req_\(next())", session)
    line.model = one(of: Self.models)
    line.tokens = [chance(1...9), chance(0...30_000), chance(0...2) * 100, chance(0...2) * 70, chance(0...3)]
    line.stop = nil
    let (count, endsSomewhere) = (chance(1...4), isLucky(4, of: 5))
    let isAdvised = isLucky(1, of: 6)
    var lines: [ClaudeLine] = []
    for index in 0..<count {
      line.time = time()
      line.uuid = "u\(next())"
      if isLucky(1, of: 2) { line.tokens[4] += chance(0...400) }
      if isAdvised, index == count - 1 {
        line.advisor = ClaudeLine.Advisor(
          model: one(of: Self.models), input: chance(1...500), output: chance(1...50))
      }
      if endsSomewhere, index == count - 1 { line.stop = one(of: ["end_turn", "tool_use"]) }
      lines.append(line)
    }
    return lines
  }

  /// Lines that are no calls.
  private mutating func noise(in session: String) {
    var line = ClaudeLine()
    (line.id, line.request, line.session) = ("msg_\(next())", "req_\(next())", session)
    let text =
      switch chance(0...6) {
      case 0: line.text.replacing("claude-sonnet-4-5", with: "<synthetic>")
      case 1: String(line.text.dropLast(chance(1...400)))
      case 2: line.text.replacing("2026-10-02T09:15:04.211Z", with: "")
      case 3: line.text.replacing(#""type":"assistant","uuid""#, with: #""type":"user","uuid""#)
      case 4:
        #"{"type":"user","toolUseResult":{"usage":{"input_tokens":9,"output_tokens":9}},"message":{"content":[]}}"#
      case 5: ""
      default: #"{"type":"summary","summary":"A talk about \"usage\"","leafUuid":"x"}"#
      }
    family.files["p/\(session).jsonl", default: []].append(text + end())
  }

  /// Adds lines to a file, mostly at its end, and returns what they tell of their calls.
  private mutating func write(_ lines: [ClaudeLine], to file: String) -> [(main: LogTold, advisor: LogTold?)] {
    var place = family.files[file, default: []].count
    if isLucky(1, of: 4) { place = chance(0...place) }
    for line in lines {
      family.files[file, default: []].insert(line.text + end(), at: place)
      // Lines of other messages may come between, never in another order.
      place = isLucky(5, of: 6) ? place + 1 : chance((place + 1)...(family.files[file, default: []].count))
    }
    return lines.map { line in
      let isComplete = line.stop != nil
      return (
        LogTold(session: line.session, model: line.model, tokens: line.tokens, isComplete: isComplete),
        line.advisor.map {
          LogTold(
            session: line.session, model: $0.model, tokens: [$0.input, 0, 0, 0, $0.output], isComplete: isComplete)
        }
      )
    }
  }

  private mutating func register(_ told: [(main: LogTold, advisor: LogTold?)]) {
    family.calls.append(told.map(\.main))
    family.calls.append(told.compactMap(\.advisor))
  }

  private mutating func record(_ lines: [ClaudeLine]) {
    guard let last = lines.last, let id = last.id else { return }
    family.recordings.append(LogRecording(id: id, model: last.model, tokens: last.tokens))
  }

  private mutating func end() -> String { isLucky(1, of: 10) ? "\r\n" : isLucky(1, of: 10) ? "\n\n" : "\n" }

  private mutating func time() -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return
      "2026-10-\(two(chance(1...28)))T\(two(chance(0...23))):\(two(chance(0...59))):\(two(chance(0...59))).\(chance(100...999))Z"
  }

  private mutating func next() -> Int {
    number += 1
    return number
  }
}
