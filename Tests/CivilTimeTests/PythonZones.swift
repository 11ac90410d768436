import Foundation

/// Offsets as Python's `zoneinfo` computes them, an implementation that shares nothing with ours.
enum PythonZones {
  /// One zone as asked for: a file of this machine, or the bytes of one.
  enum Source {
    case named(String)
    case file([UInt8])

    fileprivate var line: String {
      switch self {
      case .named(let name): "name \(name)"
      case .file(let bytes): "file \(Data(bytes).base64EncodedString())"
      }
    }
  }

  /// An offset in seconds at a second since the epoch.
  struct Answer: Equatable {
    let seconds: Int64
    let offset: Int
  }

  static var isInstalled: Bool {
    do {
      let answers = try answers(for: [.file(TZifBuilder().bytes)], at: [0], isFindingChanges: false)
      if answers == [[Answer(seconds: 0, offset: 0)]] { return true }
    } catch {}
    print("skipped: no python3 with zoneinfo")
    return false
  }

  /// Returns for each zone its offsets at `instants` and, where wanted, on both sides of every change of
  /// offset from 1970 to 2060 that a search in steps of a week finds.
  static func answers(
    for zones: [Source], at instants: [Int64], isFindingChanges: Bool
  ) throws -> [[Answer]] {
    let input =
      ([isFindingChanges ? "changes" : "instants", instants.map(String.init).joined(separator: " ")]
      + zones.map(\.line)).joined(separator: "\n")
    let output = try run(input)
    return output.split(separator: "\n", omittingEmptySubsequences: false).prefix(zones.count).map { line in
      line.split(separator: " ").map { pair in
        let parts = pair.split(separator: "=")
        return Answer(seconds: Int64(parts[0]) ?? .min, offset: Int(parts[1]) ?? .min)
      }
    }
  }

  private static func run(_ input: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory.path + "/zones-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // A file, as a pipe in each direction could block both sides.
    try Data(input.utf8).write(to: URL(fileURLWithPath: folder + "/input"))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script, folder + "/input"]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self)
  }

  private static let script = """
    import base64, io, sys
    from datetime import datetime, timedelta, timezone
    from zoneinfo import ZoneInfo
    epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)
    lines = open(sys.argv[1]).read().split("\\n")
    instants = [int(word) for word in lines[1].split()]
    for line in lines[2:]:
        kind, value = line.split(" ")
        zone = ZoneInfo(value) if kind == "name" else ZoneInfo.from_file(io.BytesIO(base64.b64decode(value)))
        def offset(seconds):
            return round((epoch + timedelta(seconds=seconds)).astimezone(zone).utcoffset().total_seconds())
        wanted = list(instants)
        if lines[0] == "changes":
            step = 7 * 86400
            before = offset(0)
            for start in range(0, 2840140800, step):
                low, high = start, start + step
                after = offset(high)
                if after == before: continue
                while high - low > 1:
                    middle = (low + high) // 2
                    if offset(middle) == before: low = middle
                    else: high = middle
                wanted += [low, high]
                before = after
        print(" ".join(f"{seconds}={offset(seconds)}" for seconds in wanted))
    """
}
