/// Files and folders that are on the disk before anyone is told so.
package enum DurableFile {
  /// Brings what was written to a file onto the disk.
  package static func synchronize(_ descriptor: Int32) throws(SystemError) {
    #if os(macOS)
      // fsync leaves it in the drive's cache there; file systems without the command have only fsync (fsync(2)).
      if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
    #endif
    guard fsync(descriptor) == 0 else { throw .last }
  }

  /// Brings the names in a folder onto the disk.
  package static func synchronizeNames(in folder: String) throws(SystemError) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last }
    defer { close(descriptor) }
    try synchronize(descriptor)
  }

  /// Writes all of the bytes to an open file and brings them onto the disk.
  package static func write(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
    switch Descriptor.write(bytes, to: descriptor) {
    case .wrote: try synchronize(descriptor)
    case .readerGone: throw SystemError(EPIPE)
    case .failed(let error): throw error
    }
  }
}
