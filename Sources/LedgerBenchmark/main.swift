#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

// Usage: swift run -c release ledger-benchmark [RECORDS]
// Prints one JSON object a line. Times are of this machine at this moment: compare ratios within one run.
let records = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 200_000
do {
  try BenchmarkRun(records: records).run()
} catch {
  print("the benchmark failed: \(error)")
  exit(1)
}
