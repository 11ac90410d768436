import CivilTime
import JSON
import Posix

/// Timing of repeated work, printed as JSON.
enum Stopwatch {
  /// Runs `work` in `rounds` rounds and prints the best and the median time of one of its `count` operations.
  ///
  /// The time of the processor is what is left of it where others run on the same machine.
  static func measure(_ name: String, rounds: Int = 9, count: Int, _ work: () throws -> Void) rethrows {
    var times: [Int64] = []
    var processor: Int64 = .max
    for _ in 0..<rounds {
      let (start, used) = (nanoseconds(), nanoseconds(of: CLOCK_PROCESS_CPUTIME_ID))
      try work()
      times.append((nanoseconds() - start) / Int64(count))
      processor = min(processor, (nanoseconds(of: CLOCK_PROCESS_CPUTIME_ID) - used) / Int64(count))
    }
    tell(name, times, processor)
  }

  /// Prints the best and the median of times, and how long the processor worked where that is known.
  static func tell(_ name: String, _ times: [Int64], _ processor: Int64? = nil) {
    let times = times.sorted()
    print(
      JSONWriter.string(
        .object(of: [
          "benchmark": .string(name), "best_ns": .number(JSONNumber(times[0])),
          "median_ns": .number(JSONNumber(times[times.count / 2])),
          "cpu_ns": processor.map { .number(JSONNumber($0)) },
        ])))
  }

  /// The time of day.
  static var time: Instant { Instant(milliseconds: nanoseconds(of: CLOCK_REALTIME) / 1_000_000) }

  /// A clock that never runs backwards.
  static func nanoseconds() -> Int64 { nanoseconds(of: CLOCK_MONOTONIC) }

  /// The time of a clock.
  static func nanoseconds(of clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
