import JSON
import Posix

/// What one operation took, or another amount under its name.
struct Figure {
  /// What was measured.
  let name: String
  /// Nanoseconds, or bytes.
  let wall: Int64
  /// The nanoseconds for which the processor worked.
  let processor: Int64

  /// Measures from its creation.
  struct Timer {
    private let start = Stopwatch.nanoseconds()
    private let used = Stopwatch.nanoseconds(of: CLOCK_PROCESS_CPUTIME_ID)

    /// Returns what each of `count` operations took since then.
    func figure(_ name: String, count: Int) -> Figure {
      Figure(
        name: name, wall: (Stopwatch.nanoseconds() - start) / Int64(count),
        processor: (Stopwatch.nanoseconds(of: CLOCK_PROCESS_CPUTIME_ID) - used) / Int64(count))
    }
  }

  /// Prints it as a line of JSON.
  func tell() {
    print(
      JSONWriter.string([
        "name": .string(name), "wall": .number(JSONNumber(wall)), "processor": .number(JSONNumber(processor)),
      ]))
  }
}

extension Figure {
  /// Reads a line that ``tell()`` printed; nil for any other.
  init?(_ line: some StringProtocol) throws {
    let object = try JSONParser.parse(Array(line.utf8)).object
    guard let name = object?["name"]?.string, let wall = object?["wall"]?.number?.int64,
      let processor = object?["processor"]?.number?.int64
    else { return nil }
    self.init(name: name, wall: wall, processor: processor)
  }
}
