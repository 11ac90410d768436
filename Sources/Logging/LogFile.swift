import Posix

/// The file of a log, which several processes write and rotate at the same time.
///
/// Each line goes out in one write at the file's end. A file that would grow beyond ``largestSize`` becomes
/// `NAME.1`, that before it `NAME.2`, and so on; the oldest is dropped. Nothing here fails or waits: what cannot
/// be written is left out, and a symbolic link in the place of file or folder is not followed.
package final class LogFile {
  /// The size in bytes beyond which a file is set aside.
  package static let largestSize = 5_000_000
  /// How many files are kept next to the one that is written.
  package static let keptFiles = 3
  /// How many bytes wait for a data folder that is not made yet.
  private static let mostWaiting = 16_384

  /// The file.
  package let path: String
  private let folder: String
  private let largestSize: Int
  private let keptFiles: Int
  private var descriptor: Int32 = -1
  private var waiting: [UInt8] = []

  /// Names the file `token-ledger.log` in `folder`; it is opened, and the folder made, with the first line.
  ///
  /// The folder above is not made: the lines of before it is there are written after.
  package init(folder: String, largestSize: Int = largestSize, keptFiles: Int = keptFiles) {
    self.folder = folder
    path = folder + "/token-ledger.log"
    self.largestSize = largestSize
    self.keptFiles = keptFiles
  }

  deinit { closeFile() }

  /// Writes whole lines.
  package func append(_ lines: [UInt8]) {
    let lines = waiting + lines
    waiting = []
    guard var size = currentSize() ?? reopened() else {
      if errno == ENOENT { waiting = lines.count <= Self.mostWaiting ? lines : [] }
      return
    }
    if size > 0, size + lines.count > largestSize {
      rotate(toMakeRoomFor: lines.count)
      guard let fresh = currentSize() ?? reopened() else { return }
      size = fresh
    }
    write(lines)
  }

  /// The size of the open file, or nil where none is open or another one is in its place by now.
  private func currentSize() -> Int? {
    var opened = stat()
    var named = stat()
    guard descriptor >= 0, fstat(descriptor, &opened) == 0, stat(path, &named) == 0,
      opened.st_ino == named.st_ino, opened.st_dev == named.st_dev
    else { return nil }
    return Int(opened.st_size)
  }

  /// Opens the file that is under the name, making it if need be; returns its size.
  private func reopened() -> Int? {
    closeFile()
    var status = stat()
    // Whoever put a link there may have meant another file than ours.
    if lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFLNK {
      errno = ELOOP
      return nil
    }
    // Non-blocking: what is there might be a pipe that nobody reads.
    let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW
    descriptor = open(path, flags, 0o600)
    // Another process may make the folder in between.
    if descriptor < 0, errno == ENOENT, mkdir(folder, 0o700) == 0 || errno == EEXIST {
      descriptor = open(path, flags, 0o600)
    }
    guard descriptor >= 0, fstat(descriptor, &status) == 0 else { return nil }
    guard status.st_mode & S_IFMT == S_IFREG else {
      closeFile()
      errno = EINVAL
      return nil
    }
    return Int(status.st_size)
  }

  /// Sets the file aside, unless another process does so or has just done it.
  private func rotate(toMakeRoomFor count: Int) {
    let lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard lock >= 0 else { return }
    defer { close(lock) }
    // Who comes second writes into the file that is being set aside, and nothing is lost.
    guard flock(lock, LOCK_EX | LOCK_NB) == 0, let size = currentSize(), size + count > largestSize else {
      return
    }
    for number in stride(from: keptFiles - 1, to: 0, by: -1) {
      rename("\(path).\(number)", "\(path).\(number + 1)")
    }
    rename(path, "\(path).1")
  }

  private func write(_ lines: [UInt8]) { _ = Descriptor.writeSome(lines[...], to: descriptor) }

  private func closeFile() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }
}
