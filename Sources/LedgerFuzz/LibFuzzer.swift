#if FUZZING
  import Posix

  // With `--sanitize fuzzer` the program is libFuzzer's, which hands its inputs to a function of this name
  // (https://llvm.org/docs/LibFuzzer.html); the words of the command line are its own, so the environment names the target.
  @_cdecl("LLVMFuzzerTestOneInput")
  func readInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    fuzzed.read(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
  }

  /// libFuzzer calls from one thread.
  private nonisolated(unsafe) let fuzzed: FuzzTarget = {
    guard let name = getenv("FUZZ_TARGET"), let target = FuzzTarget(named: String(cString: name)) else {
      // libFuzzer takes a usual end for something that it has found.
      _ = Descriptor.write("FUZZ_TARGET is none of: \(FuzzTarget.names.joined(separator: " "))\n", to: STDOUT_FILENO)
      _exit(64)
    }
    return target
  }()

  /// The package manager links with this as the program, unless there is another.
  @_cdecl("ledger_fuzz_main")
  func unused() -> Int32 { 64 }
#endif
