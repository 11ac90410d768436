/// How a command ends, as its process's exit status (DESIGN contract; 64 and up from sysexits.h).
package enum ExitStatus: Int32, Sendable {
  /// Done.
  case success = 0
  /// Failed; the reason is on standard error.
  case failure = 1
  /// Denied: a limit or balance does not let the call go ahead.
  case denied = 2
  /// Wrong usage of the command line.
  case usage = 64
  /// The input or the ledger's data is bad.
  case badData = 65
  /// A file could not be read or written.
  case inputOutput = 74
}
