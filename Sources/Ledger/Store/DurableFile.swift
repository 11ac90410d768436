#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Files and folders that are on the disk before anyone is told so.
package enum DurableFile {
  /// Brings what was written to a file, or the names in a folder, onto the disk.
  ///
  /// - Returns: False when the system cannot; `errno` says why.
  package static func synchronize(_ descriptor: Int32) -> Bool {
    #if canImport(Darwin)
      // fsync leaves it in the drive's cache there; file systems without the command have only fsync (fsync(2)).
      if fcntl(descriptor, F_FULLFSYNC) == 0 { return true }
    #endif
    return fsync(descriptor) == 0
  }
}
