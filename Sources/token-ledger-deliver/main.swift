import Foundation

// A receiver that has gone is told by an error, not by a signal.
signal(SIGPIPE, SIG_IGN)
exit(Deliverer.run(Array(CommandLine.arguments.dropFirst()), ProcessInfo.processInfo.environment))
