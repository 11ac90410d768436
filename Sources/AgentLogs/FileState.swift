package import Ledger
import Posix

/// What tells a file that has changed from one that has not.
package protocol FileState {
  var device: Int64 { get }
  var inode: Int64 { get }
  var size: Int64 { get }
  var modifiedNanoseconds: Int64 { get }
}

extension FileFacts: FileState {}
extension LogFile: FileState {}

extension LogProgress {
  /// Notes how a file was when it was read.
  package mutating func note(_ file: some FileState) {
    (device, inode) = (file.device, file.inode)
    (size, modifiedNanoseconds) = (file.size, file.modifiedNanoseconds)
  }
}
