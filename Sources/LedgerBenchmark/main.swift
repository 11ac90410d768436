import Posix

// Usage: swift run -c release ledger-benchmark [RECORDS]          all measurements
//        swift run -c release ledger-benchmark make FOLDER RECORDS  only makes the ledger of the measurements
//        swift run -c release ledger-benchmark read FOLDER          only asks that ledger
//        swift run -c release ledger-benchmark logs [MEGABYTES]     only takes in logs of agents
//        swift run -c release ledger-benchmark growth FOLDER [SIZE...]
//                                                   what everything costs in ledgers of those sizes, kept in FOLDER
//        swift run -c release ledger-benchmark growth page PAGE FOLDER [SIZE...]
//                                                   the same, whose table is put into a page of the manual
//        swift run -c release ledger-benchmark growth round FOLDER [PART]
//                                                   one round over one ledger, of questions with PART in their names
// Prints one JSON object a line. Times are of this machine at this moment: compare ratios within one run.
let arguments = Array(CommandLine.arguments.dropFirst())
do {
  switch (arguments.first, arguments.count) {
  case ("make", 3): try BenchmarkRun(records: Int(arguments[2]) ?? 0).make(in: arguments[1])
  case ("read", 2): BenchmarkRun.read(arguments[1])
  case ("logs", 1...2): try LogBenchmark.run(megabytes: arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000)
  case ("growth", 3...4) where arguments[1] == "round":
    try GrowthRound(arguments[2], only: arguments.dropFirst(3).first).run()
  case ("growth", 4...) where arguments[1] == "page":
    let sizes = arguments.dropFirst(4).compactMap { Int($0) }
    try GrowthBenchmark(folder: arguments[3], sizes: sizes, program: CommandLine.arguments[0])
      .run(into: GrowthPage(path: arguments[2]))
  case ("growth", 2...):
    let sizes = arguments.dropFirst(2).compactMap { Int($0) }
    try GrowthBenchmark(folder: arguments[1], sizes: sizes, program: CommandLine.arguments[0]).run()
  default: try BenchmarkRun(records: arguments.first.flatMap { Int($0) } ?? 200_000).run()
  }
} catch {
  print("the benchmark failed: \(error)")
  exit(1)
}
