import Foundation
import TestSupport
import Testing

@testable import Posix

/// A clock that only sleeping moves.
final class FakeClock {
  var now: Int64 = 1_000
  var pauses: [Int64] = []
  var whenSleeping: () -> Void = {}

  func sleep(_ milliseconds: Int64) {
    now += milliseconds
    pauses.append(milliseconds)
    whenSleeping()
  }
}

@Suite struct FileLockTests {
  let folder: TemporaryFolder
  let clock = FakeClock()

  init() throws { folder = try TemporaryFolder() }

  func makeLock(_ name: String = "a.lock", hasToStop: @escaping () -> Bool = { false }) throws -> FileLock {
    let clock = clock
    return try FileLock(
      path: folder.file(name), monotonicMilliseconds: { clock.now }, sleepMilliseconds: { clock.sleep($0) },
      hasToStop: hasToStop)
  }

  @Test func `a free lock is taken at once and its file is private`() throws {
    let lock = try makeLock()
    try lock.lock(waitingMilliseconds: 0)
    #expect(lock.isHeld)
    #expect(clock.pauses.isEmpty)
    #expect(try folder.permissions(of: "a.lock") == 0o600)
  }

  @Test func `a held lock is waited for with pauses that grow late, then given up`() throws {
    let holder = try makeLock()
    try holder.lock(waitingMilliseconds: 0)
    let other = try makeLock()
    #expect(throws: FileLockError.timedOut(path: other.path, waitedMilliseconds: 280)) {
      try other.lock(waitingMilliseconds: 280)
    }
    #expect(clock.pauses == [Int64](repeating: 1, count: 250) + [2] + [Int64](repeating: 3, count: 9) + [1])
    #expect(!other.isHeld)
  }

  @Test func `no wait means one attempt`() throws {
    let holder = try makeLock()
    try holder.lock(waitingMilliseconds: 0)
    let other = try makeLock()
    #expect(throws: FileLockError.timedOut(path: other.path, waitedMilliseconds: 0)) {
      try other.lock(waitingMilliseconds: 0)
    }
    #expect(clock.pauses.isEmpty)
  }

  @Test func `a lock given back is taken by the one who waits`() throws {
    let holder = try makeLock()
    try holder.lock(waitingMilliseconds: 0)
    clock.whenSleeping = { [clock] in if clock.now >= 1_003 { holder.unlock() } }
    let other = try makeLock()
    try other.lock(waitingMilliseconds: 100)
    #expect(other.isHeld && !holder.isHeld)
    #expect(clock.pauses == [1, 1, 1])
  }

  /// Lets `holder` give the lock back and take it again in each pause of another, as a server that never rests does.
  private func neverRest(_ holder: FileLock) {
    clock.whenSleeping = {
      holder.unlock()
      do { try holder.lock(waitingMilliseconds: 0) } catch { #expect(!holder.isHeld) }
    }
  }

  @Test func `who has waited for a while comes next, however fast others take the lock again`() throws {
    let holder = try makeLock()
    try holder.lock(waitingMilliseconds: 0)
    neverRest(holder)
    let other = try makeLock()
    // Once it has waited for ten milliseconds it is the next one, and the holder is faster for the last time.
    try other.lock(waitingMilliseconds: 5_000)
    #expect(clock.pauses == [Int64](repeating: 1, count: 12))
    #expect(other.isHeld && !holder.isHeld)
    other.unlock()
    try holder.lock(waitingMilliseconds: 0)
  }

  @Test func `who gives up lets others go first`() throws {
    let (holder, other) = (try makeLock(), try makeLock())
    try holder.lock(waitingMilliseconds: 0)
    #expect(throws: FileLockError.self) { try other.lock(waitingMilliseconds: 20) }
    holder.unlock()
    try holder.lock(waitingMilliseconds: 0)
  }

  @Test func `a next one that was stopped in its wait keeps nobody out for good`() throws {
    let (stopped, other) = (try makeLock(), try makeLock())
    let holder = try makeLock()
    try holder.lock(waitingMilliseconds: 0)
    clock.whenSleeping = { [clock] in
      guard clock.pauses.count == 20 else { return }
      clock.whenSleeping = {}
      holder.unlock()
      // Nothing of the first goes on meanwhile.
      do {
        #expect(throws: FileLockError.self) { try holder.lock(waitingMilliseconds: 0) }
        for wait: Int64 in [40, 999] {
          let start = clock.now
          try holder.lock(waitingMilliseconds: wait)
          holder.unlock()
          #expect(clock.now - start == wait)
        }
        var waits: [Int64] = []
        for _ in 0..<3 {
          let start = clock.now
          try other.lock(waitingMilliseconds: 5_000)
          other.unlock()
          waits.append(clock.now - start)
        }
        #expect((1_000...1_003).contains(waits[0]), "it is let go first")
        #expect(waits[1...] == [0, 0], "but only once")
      } catch {
        Issue.record("\(error)")
      }
    }
    try stopped.lock(waitingMilliseconds: 5_000)
  }

  @Test func `whoever is told to stop waits no longer, and still takes a lock that is free`() throws {
    let holder = try makeLock()
    try holder.lock(waitingMilliseconds: 0)
    let other = try makeLock { [clock] in clock.now >= 1_003 }
    #expect(throws: FileLockError.timedOut(path: other.path, waitedMilliseconds: 3)) {
      try other.lock(waitingMilliseconds: 5_000)
    }
    holder.unlock()
    try other.lock(waitingMilliseconds: 5_000)
  }

  @Test func `a lock goes with its object`() throws {
    var holder: FileLock? = try makeLock()
    try holder?.lock(waitingMilliseconds: 0)
    holder = nil
    try makeLock().lock(waitingMilliseconds: 0)
  }

  @Test func `giving back twice does nothing and the lock can be taken again`() throws {
    let lock = try makeLock()
    for _ in 1...3 {
      try lock.lock(waitingMilliseconds: 0)
      lock.unlock()
      lock.unlock()
    }
  }

  @Test func `a lock file that cannot be made is reported with the system's reason`() {
    #expect(throws: FileLockError.cannotOpen(path: folder.file("none/a.lock"), systemError: ENOENT)) {
      try makeLock("none/a.lock")
    }
  }

  @Test(.enabled(if: PythonLocks.arePresent, "needs python3 with fcntl"), arguments: ["holder", "next"])
  func `another process's lock is seen, and goes with that process however it ends`(_ role: String) throws {
    let lock = try makeLock()
    let holder = Process()
    holder.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    holder.arguments = ["python3", "-c", holdingScript, lock.path, role]
    let (input, output) = (Pipe(), Pipe())
    holder.standardInput = input
    holder.standardOutput = output
    holder.standardError = FileHandle.nullDevice
    try holder.run()
    #expect(try output.fileHandleForReading.read(upToCount: 1) == Data("h".utf8))
    #expect(throws: FileLockError.timedOut(path: lock.path, waitedMilliseconds: 0)) {
      try lock.lock(waitingMilliseconds: 0)
    }
    kill(holder.processIdentifier, SIGKILL)
    holder.waitUntilExit()
    try lock.lock(waitingMilliseconds: 0)
  }

  private let holdingScript = """
    import fcntl, struct, sys
    file = open(sys.argv[1], "r+")
    if sys.argv[2] == "holder":
        fcntl.flock(file, fcntl.LOCK_EX)
    else:
        fcntl.fcntl(file, fcntl.F_OFD_SETLK, struct.pack("hhqqi", fcntl.F_WRLCK, 0, 0, 1, 0))
    sys.stdout.write("h")
    sys.stdout.flush()
    sys.stdin.read()
    """
}

/// Another program that takes locks.
private enum PythonLocks {
  static let arePresent: Bool = {
    let probe = Process()
    probe.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    probe.arguments = ["python3", "-c", "import fcntl"]
    probe.standardError = FileHandle.nullDevice
    do { try probe.run() } catch { return false }
    probe.waitUntilExit()
    return probe.terminationStatus == 0
  }()
}
