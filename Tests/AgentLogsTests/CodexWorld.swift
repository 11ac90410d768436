import CivilTime
import TestSupport

/// A made-up history of threads: what Codex would write, line by line, and what was really spent.
///
/// It knows nothing of how logs are read. Each thread keeps the lines that a fork of it would copy.
struct CodexWorld {
  /// What was spent in one call: prompt, cached, written, output, reasoning.
  typealias Usage = [Int]

  /// A line that forks copy.
  struct Item {
    let type: String
    let payload: String
    let time: Int
    /// Which call it tells of, by its number in the world.
    var call: Int?
  }

  /// A line of a file.
  struct Line {
    let text: String
    /// When it was written, in milliseconds.
    let written: Int
  }

  /// A thread and its file.
  struct Thread {
    let id: String
    let origin: Int?
    let created: Int
    var items: [Item] = []
    var lines: [Line] = []
    var total: Usage
    /// The calls that its file has copies of.
    var copied: [Int] = []
    /// How far its items go at the ends of its turns.
    var ends: [Int] = [0]
  }

  /// How versions of Codex differ.
  struct Version {
    /// Starts of turns tell their time.
    let hasStarts: Bool
    /// Lines have numbers.
    let hasOrdinals: Bool
    /// Sub-agents copy lines with their old times.
    let keepsTimes: Bool
  }

  let version: Version
  private(set) var threads: [Thread] = []
  /// The usage of all calls, the thread that made each, and the total that it led to.
  private(set) var calls: [(usage: Usage, thread: Int, total: Usage)] = []
  /// Threads whose own files are needed to tell what was copied of them.
  private(set) var isNeeded: Set<Int> = []
  private var now = 1_785_000_000_000
  private var generator: SplitMix64

  init(_ generator: inout SplitMix64) {
    version = Version(
      hasStarts: .random(using: &generator), hasOrdinals: .random(using: &generator),
      keepsTimes: .random(using: &generator))
    self.generator = SplitMix64(seed: generator.next())
    begin(from: nil, isAgent: false, copies: 0..<0)
    for _ in 0..<Int.random(in: 2...9, using: &self.generator) { step() }
    for index in threads.indices where Bool.random(using: &self.generator) { turn(of: index) }
  }

  private mutating func chance(_ one: Int, in all: Int) -> Bool { Int.random(in: 0..<all, using: &generator) < one }

  private mutating func step() {
    let index = Int.random(in: threads.indices, using: &generator)
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: begin(from: nil, isAgent: false, copies: 0..<0)
    case 1, 2: turn(of: index)
    default: fork(index)
    }
  }

  private mutating func fork(_ index: Int) {
    now += Int.random(in: 20_000...90_000, using: &generator)
    let ends = threads[index].ends
    let all = threads[index].items.count
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: begin(from: index, isAgent: true, copies: all..<all)
    case 1:
      // An earlier message is changed: what came after it stays behind.
      begin(from: index, isAgent: false, copies: 0..<(ends.randomElement(using: &generator) ?? 0))
    case 2 where ends.count > 2:
      isNeeded.insert(index)
      begin(from: index, isAgent: true, copies: ends[ends.count - 2]..<all)
    case 3: begin(from: index, isAgent: true, copies: 0..<all)
    default: begin(from: index, isAgent: false, copies: 0..<all)
    }
    turn(of: threads.count - 1)
  }

  /// Begins a thread, with copies of these lines of the one before.
  private mutating func begin(from origin: Int?, isAgent: Bool, copies: Range<Int>) {
    let items = origin.map { threads[$0].items } ?? []
    let copied = items[copies]
    let id = uuid()
    // The first line of the thread before, and of those before that, are copied in any case.
    let elders = copies.lowerBound == 0 ? [] : items.filter { $0.type == "session_meta" }
    let first = 1 + elders.count + copied.count
    let meta = Item(type: "session_meta", payload: meta(id, origin, isAgent, first: first), time: now)
    var thread = Thread(id: id, origin: origin, created: now, total: [0, 0, 0, 0, 0])
    // Copies that are not written at once are told by the other file alone.
    let isSlow = chance(1, in: 4)
    if isSlow, let origin { isNeeded.insert(origin) }
    for item in [meta] + elders + copied {
      thread.items.append(item)
      let time = isAgent && version.keepsTimes ? item.time : now
      thread.lines.append(line(item, at: time, number: thread.lines.count))
      now += Int.random(in: 0...(isSlow ? 3_000 : 2), using: &generator)
    }
    thread.copied = copied.compactMap(\.call)
    thread.ends = [thread.items.count]
    thread.total = thread.copied.last.map { calls[$0].total } ?? thread.total
    threads.append(thread)
  }

  private func meta(_ id: String, _ origin: Int?, _ isAgent: Bool, first: Int) -> String {
    let time = stamp(now)
    let forked = origin.map { ",\"forked_from_id\":\"\(threads[$0].id)\"" } ?? ""
    let parent = origin.map { threads[$0].id } ?? ""
    let source =
      isAgent
      ? "{\"subagent\":{\"thread_spawn\":{\"parent_thread_id\":\"\(parent)\",\"depth\":1}}}" : "\"cli\""
    let start = isAgent && version.hasOrdinals ? ",\"subagent_history_start_ordinal\":\(first)" : ""
    return "{\"id\":\"\(id)\"\(forked)\(start),\"timestamp\":\"\(time)\",\"cwd\":\"/w\",\"source\":\(source)}"
  }

  private mutating func turn(of index: Int) {
    now += Int.random(in: 3_000...20_000, using: &generator)
    let start = version.hasStarts ? ",\"started_at\":\(now / 1_000)" : ""
    write(Item(type: "event_msg", payload: "{\"type\":\"task_started\"\(start)}", time: now), to: index)
    write(Item(type: "turn_context", payload: "{\"model\":\"gpt-5.6-terra\",\"cwd\":\"/w\"}", time: now), to: index)
    for _ in 0..<Int.random(in: 1...3, using: &generator) { call(of: index) }
    threads[index].ends.append(threads[index].items.count)
  }

  private mutating func call(of index: Int) {
    now += Int.random(in: 5_000...15_000, using: &generator)
    // Some turns are exactly alike, in one thread and in several: at its front only where its start can be told.
    let made = calls.count { $0.thread == index }
    let isUsual = (version.hasStarts || made > 2) && chance(1, in: 5)
    let prompt = isUsual ? 500 : Int.random(in: 1_000...900_000, using: &generator)
    let output = isUsual ? 20 : Int.random(in: 1...9_000, using: &generator)
    let cached = isUsual ? 0 : Int.random(in: 0...prompt, using: &generator)
    let usage = [prompt, cached, 0, output, isUsual ? 0 : output / 3]
    if chance(1, in: 20), threads[index].total != usage { threads[index].total = [0, 0, 0, 0, 0] }
    threads[index].total = zip(threads[index].total, usage).map(+)
    let counts = "\"total_token_usage\":\(json(threads[index].total)),\"last_token_usage\":\(json(usage))"
    let payload = "{\"type\":\"token_count\",\"info\":{\(counts)}}"
    write(Item(type: "event_msg", payload: payload, time: now, call: calls.count), to: index)
    calls.append((usage, index, threads[index].total))
    now += 40
    if chance(1, in: 3) { write(Item(type: "event_msg", payload: payload, time: now), to: index) }
    let limits = "{\"type\":\"token_count\",\"info\":null}"
    if chance(1, in: 5) { write(Item(type: "event_msg", payload: limits, time: now), to: index) }
  }

  private mutating func write(_ item: Item, to index: Int) {
    threads[index].items.append(item)
    threads[index].lines.append(line(item, at: now, number: threads[index].lines.count))
    now += 1
  }

  private func stamp(_ time: Int) -> String { Instant(milliseconds: Int64(time)).rfc3339(in: .utc) }

  private func line(_ item: Item, at time: Int, number: Int) -> Line {
    let ordinal = version.hasOrdinals ? "\"ordinal\":\(number)," : ""
    let text = "{\"timestamp\":\"\(stamp(time))\",\(ordinal)\"type\":\"\(item.type)\",\"payload\":\(item.payload)}"
    return Line(text: text, written: now)
  }

  private func json(_ usage: Usage) -> String {
    """
    {"input_tokens":\(usage[0]),"cached_input_tokens":\(usage[1]),"cache_write_input_tokens":\(usage[2]),\
    "output_tokens":\(usage[3]),"reasoning_output_tokens":\(usage[4]),"total_tokens":\(usage[0] + usage[3])}
    """
  }

  private mutating func uuid() -> String {
    let (high, low) = (generator.next(), generator.next())
    let digits = [high, low].map { number in
      let text = String(number, radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }.joined()
    let places = [0, 8, 12, 16, 20, 32]
    return zip(places, places.dropFirst()).map { String(Array(digits)[$0..<$1]) }.joined(separator: "-")
  }
}
