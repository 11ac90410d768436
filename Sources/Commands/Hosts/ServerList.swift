/// The servers in the configuration of a host, and how they are changed; every other byte stays as it is.
protocol ServerList {
  /// The servers, in the order of the file.
  var entries: [ServerEntry] { get }
  /// Returns the file with one more server.
  func adding(_ entry: ServerEntry) throws(HostFileError) -> [UInt8]
  /// Returns the file with another command and other words for a server, and the rest of its entry.
  ///
  /// - Parameter entry: It has at least as many words as are there; those behind them are added.
  func replacing(_ index: Int, with entry: ServerEntry) throws(HostFileError) -> [UInt8]
  /// Returns the file without a server.
  func removing(_ index: Int) throws(HostFileError) -> [UInt8]
}
