extension LogFile {
  /// The names of the folders in which it lies, the innermost last.
  ///
  /// Unlike ``components``, they are known of a file that a user names, too.
  var folders: ArraySlice<Substring> { path.split(separator: "/").dropLast() }

  /// The name of the folder in which it lies; asked of each file, and so without taking the whole path apart.
  var folderName: Substring? {
    let slash = UInt8(ascii: "/")
    guard let end = path.utf8.lastIndex(of: slash) else { return nil }
    let start = path.utf8[..<end].lastIndex(of: slash).map { path.utf8.index(after: $0) } ?? path.startIndex
    return path[start..<end]
  }
}
