extension LogFile {
  /// The names of the folders in which it lies, the innermost last.
  ///
  /// Unlike ``components``, they are known of a file that a user names, too.
  var folders: ArraySlice<Substring> { path.split(separator: "/").dropLast() }
}
