import Posix

/// What is particular to standard input, output and error.
enum StandardDescriptors {
  /// Opens those on /dev/null without which the process was started.
  static func openClosed() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", O_RDWR)
    }
  }

  /// Tells on standard error why standard output cannot be written.
  static func tellWriteFailure(_ error: SystemError) {
    Descriptor.write("token-ledger: cannot write to standard output: \(error.text)\n", to: STDERR_FILENO)
  }
}
