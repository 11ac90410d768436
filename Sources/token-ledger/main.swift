import Commands
import Posix

// Before anything else: a file opened while one of these is closed would take its number.
StandardDescriptors.openClosed()
// A reader that has gone is told by the write's error, not by a signal.
signal(SIGPIPE, SIG_IGN)
// A file that may not grow is told by the write's error too, and reported like a full disk.
signal(SIGXFSZ, SIG_IGN)
exit(CommandLineProgram.run(System.host()).rawValue)
