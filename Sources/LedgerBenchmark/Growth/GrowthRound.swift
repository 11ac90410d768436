import CivilTime
import JSON
import Ledger
import MCP
import Posix
import Service

/// One round of measurements over one ledger, in a process of its own, whose memory is a figure too.
///
/// Prints one JSON object a figure.
struct GrowthRound {
  private let folder: String
  private let part: String?
  private let began = Stopwatch.nanoseconds()
  /// What makes the ids of this round's records its own.
  private let mark = Stopwatch.nanoseconds(of: CLOCK_REALTIME)

  /// The name of the time until a new process has its first answer.
  static let opening = "The ledger opened, and a first answer"
  /// The name of the memory of a process that has answered everything.
  static let memory = "memory"

  private static let lone = 50
  private static let batches = 8
  private static let batch = 125
  /// How long one question is repeated at least, and how many times at most.
  private static let least: Int64 = 40_000_000
  private static let most = 100

  /// Names the ledger in `folder`, which is written to; only questions with `part` in their names are asked.
  init(_ folder: String, only part: String? = nil) { (self.folder, self.part) = (folder, part) }

  /// Measures everything once.
  func run() throws {
    let first = Figure.Timer()
    let session = BenchmarkService.session(service())
    try answer(session, [GrowthQuestion.all[0].line])
    first.figure(Self.opening, count: 1).tell()
    for question in GrowthQuestion.all where part.map(question.name.contains) != false {
      try measure(question, session)
    }
    if part == nil { try measureRecords(session) }
    Figure(name: Self.memory, wall: Memory.peak, processor: 0).tell()
  }

  private func measure(_ question: GrowthQuestion, _ session: Session) throws {
    // The first answer reads what others find in memory.
    let once = Figure.Timer()
    try answer(session, [question.line])
    let count = Int(min(Int64(Self.most), max(3, Self.least / max(1, once.figure("", count: 1).wall))))
    let timer = Figure.Timer()
    for _ in 0..<count { try answer(session, [question.line]) }
    timer.figure(question.name, count: count).tell()
  }

  private func measureRecords(_ session: Session) throws {
    try answer(session, [record(0)])
    let alone = Figure.Timer()
    for number in 1...Self.lone { try answer(session, [record(number)]) }
    alone.figure(GrowthRow.loneRecord, count: Self.lone).tell()
    let together = Figure.Timer()
    for batch in 0..<Self.batches {
      let start = 1_000 + batch * Self.batch
      try answer(session, (start..<start + Self.batch).map(record))
    }
    together.figure(GrowthRow.pipelinedRecord, count: Self.batches * Self.batch).tell()
  }

  private func record(_ number: Int) -> Line {
    BenchmarkService.call(
      "record_usage",
      [
        "model": "claude-sonnet-4-5", "input_tokens": .number(JSONNumber(Int64(20_000 + number))),
        "cache_read_tokens": 18_000, "output_tokens": 300, "user_id": "user-3", "agent": "agent-3",
        "project_id": "project-1", "session_id": .string("measured-\(mark)-\(number / 100)"),
        "request_id": .string("msg_01\(scattered(number))"),
      ])
  }

  /// Returns 20 digits that look like chance, as ids of responses do.
  private func scattered(_ number: Int) -> String {
    var chance = SplitMix(state: UInt64(bitPattern: mark) &+ UInt64(number) &* 0x9E37_79B9)
    return (0..<4).map { _ in String(10_000 + chance.below(90_000)) }.joined()
  }

  private func answer(_ session: Session, _ lines: [Line]) throws {
    let answers = session.receive(lines)
    guard answers.count == lines.count, !answers.contains(where: Self.isRefusal) else {
      throw BenchmarkFailure.refused(String(decoding: answers.first ?? [], as: UTF8.self))
    }
  }

  private static func isRefusal(_ answer: [UInt8]) -> Bool {
    answer.count < 4_000 && !String(decoding: answer, as: UTF8.self).contains("structuredContent")
  }

  /// A service whose clock goes on from the end of the history.
  private func service() -> LedgerService {
    BenchmarkService.service(
      in: folder,
      now: { [began] in
        GrowthHistory.end.adding(milliseconds: (Stopwatch.nanoseconds() - began) / 1_000_000 + 60_000)
      })
  }
}

extension GrowthQuestion {
  /// The line that asks it.
  fileprivate var line: Line { BenchmarkService.call(tool, arguments) }
}
