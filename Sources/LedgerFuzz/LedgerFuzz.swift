import Posix

/// Hands inputs to a reader; whatever breaks ends the program.
///
/// - `.ci/fuzz TARGET [SECONDS]` looks for inputs that break a reader, under libFuzzer.
/// - `swift run ledger-fuzz TARGET FILE...` hands files to a reader, such as one that libFuzzer has found.
#if !FUZZING
  @main
#endif
enum LedgerFuzz {
  static func main() {
    let words = CommandLine.arguments.dropFirst()
    guard let target = words.first.flatMap(FuzzTarget.init(named:)) else {
      print("usage: ledger-fuzz TARGET FILE..., TARGET one of: \(FuzzTarget.names.joined(separator: " "))")
      exit(64)
    }
    hand(words.dropFirst(), to: target)
  }

  private static func hand(_ paths: ArraySlice<String>, to target: FuzzTarget) {
    for path in paths {
      guard let bytes = InputFile.bytes(of: path) else {
        print("\(path) cannot be read")
        exit(74)
      }
      target.read(bytes)
    }
    print("\(paths.count) inputs, none of which broke \(target.name)")
  }
}
