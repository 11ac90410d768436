import AgentLogs
import JSON
import Ledger
import Posix
import Service

/// How long it takes to take in what agents have logged, beside what the system takes to count the lines.
struct LogBenchmark {
  private let home: String
  private let ledger: String
  private var maker: LogMaker

  /// Writes logs of so many megabytes and measures all; the page cache holds them then.
  static func run(megabytes: Int) throws {
    try TemporaryFolder.with { ledger in
      try TemporaryFolder.with { home in
        var benchmark = LogBenchmark(home: home, ledger: ledger, maker: LogMaker(in: home))
        defer { benchmark.maker.remove() }
        try benchmark.maker.make(bytes: megabytes * 1_000_000)
        try benchmark.measureAll()
      }
    }
  }

  private func measureAll() throws {
    // The first count reads what the page cache has let go of.
    try countLines()
    try measureSpeed("wc -l", rounds: 5) { try countLines() }
    try measureSpeed("first import", rounds: 1) { try server().takeIn() }
    try measureSpeed("wc -l again", rounds: 5) { try countLines() }
    try Stopwatch.measure("nothing new, new process's objects", count: 1) { try server().takeIn() }
    try measureLines("one new line, new process's objects") { server() }
    let running = server()
    try running.takeIn()
    // Folders are trusted once they have been seen as they are for two seconds.
    usleep(2_100_000)
    try running.takeIn()
    try Stopwatch.measure("nothing new, running server", count: 1) { try running.takeIn() }
    try measureLines("one new line, running server") { running }
    print(JSONWriter.string(["benchmark": "peak memory", "mb": .number(JSONNumber(Self.peakMemory / 1_000_000))]))
  }

  /// New objects over the ledger, as a process has them that was just started.
  private func server() -> LogServer {
    let service = BenchmarkService.service(in: ledger, now: { Stopwatch.time })
    let intake = LogIntake(
      service, sources: LogSources.all, home: LogHome(environment: [:], folder: home, isMac: false),
      monotonicMilliseconds: { Stopwatch.nanoseconds() / 1_000_000 })
    return LogServer(service: service, intake: intake)
  }

  /// The lines are appended outside of what is measured.
  private func measureLines(_ name: String, _ server: () -> LogServer) throws {
    var times: [Int64] = []
    for round in 0..<9 {
      try maker.appendLine(to: maker.paths[round * 37])
      let start = Stopwatch.nanoseconds()
      let server = server()
      let before = server.intake.report.total.added
      try server.takeIn()
      times.append(Stopwatch.nanoseconds() - start)
      guard server.intake.report.total.added == before + 1 else { throw BenchmarkFailure.notTakenIn }
    }
    Stopwatch.tell(name, times)
  }

  private func measureSpeed(_ name: String, rounds: Int, _ work: () throws -> Void) throws {
    var best = Int64.max
    let used = Stopwatch.nanoseconds(of: CLOCK_PROCESS_CPUTIME_ID)
    for _ in 0..<rounds {
      let start = Stopwatch.nanoseconds()
      try work()
      best = min(best, Stopwatch.nanoseconds() - start)
    }
    let processor = (Stopwatch.nanoseconds(of: CLOCK_PROCESS_CPUTIME_ID) - used) / Int64(rounds)
    print(
      JSONWriter.string([
        "benchmark": .string(name), "mb": .number(JSONNumber(Int64(maker.bytes / 1_000_000))),
        "files": .number(JSONNumber(Int64(maker.paths.count))), "best_ns": .number(JSONNumber(best)),
        "cpu_ns": .number(JSONNumber(processor)), "mb_per_s": .number(JSONNumber(Int64(maker.bytes) * 1_000 / best)),
      ]))
  }

  private func countLines() throws {
    let process = try ChildProcess.start(["wc", "-l"] + maker.paths, input: "/dev/null", output: "/dev/null")
    guard ChildProcess.wait(process) == 0 else { throw BenchmarkFailure.noFile }
  }

  private static var peakMemory: Int64 {
    var usage = rusage()
    // RUSAGE_SELF, which each C library declares as another type.
    getrusage(0, &usage)
    #if os(macOS)
      return Int64(usage.ru_maxrss)
    #else
      return Int64(usage.ru_maxrss) * 1_024
    #endif
  }
}

/// What takes logs in, as one process has it.
private struct LogServer {
  let service: LedgerService
  let intake: LogIntake

  func takeIn() throws {
    try intake.look()
    while intake.hasWork { try intake.work(milliseconds: 250) }
  }
}
