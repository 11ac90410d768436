package import CivilTime
package import Service

/// The outside world as values: only the executable makes a real one.
package struct Host {
  /// Why the outside world could not do something.
  package typealias Fault = OutsideFault

  /// The words after the program's name.
  package var arguments: [String]
  /// The environment.
  package var environment: [String: String]
  /// The time of day.
  package var now: @Sendable () -> Instant
  /// A clock in milliseconds that never runs backwards.
  package var monotonicMilliseconds: @Sendable () -> Int64
  /// That many bytes that nobody can foresee.
  package var randomBytes: @Sendable (Int) -> [UInt8]
  /// Waits that many milliseconds.
  package var sleepMilliseconds: @Sendable (Int64) -> Void
  /// Whether a signal has told the process to stop, once the channel of the protocol is open.
  package var hasToStop: @Sendable () -> Bool
  /// The name of the user who runs the program.
  package var userName: String
  /// The user's home folder.
  package var homeFolder: String
  /// The name of the machine.
  package var machineName: String
  /// True on Apple's systems, where folders have other names.
  package var isMac: Bool
  /// The machine's own time zone, by its IANA name.
  package var machineZone: String?
  /// Returns the bytes of a file, or nil where there is none that can be read.
  package var readFile: @Sendable (String) -> [UInt8]?
  /// Returns the permission bits of a file or folder, such as 0o600, or nil where there is nothing.
  package var permissions: @Sendable (String) -> UInt16?
  /// Returns whether there is a symbolic link.
  package var isLink: @Sendable (String) -> Bool
  /// Returns the names in a folder, or nil where there is none that can be read.
  package var listFolder: @Sendable (String) -> [String]?
  /// Writes a whole file, made with its folders where they are not there.
  package var writeFile: @Sendable (String, [UInt8]) throws(Fault) -> Void
  /// Moves a file to another path, in the place of what is there.
  package var moveFile: @Sendable (String, String) throws(Fault) -> Void
  /// Removes a file.
  package var removeFile: @Sendable (String) throws(Fault) -> Void
  /// Replaces what a file holds, with its permissions and the links to it as they are; a new one is its owner's alone.
  package var replaceFile: @Sendable (String, [UInt8]) throws(Fault) -> Void
  /// Begins a file that gets its name once it is whole; one that is there is replaced only where that is said.
  package var draftFile: (_ path: String, _ replaces: Bool) throws(Fault) -> any FileDraft
  /// Returns what is at a path, links followed.
  package var fileKind: @Sendable (String) -> FileKind
  /// Returns the absolute path without links of something that is there, or nil where nothing is.
  package var realPath: @Sendable (String) -> String?
  /// Returns the file of the running program, without links; nil where the system does not say.
  package var programPath: @Sendable () -> String?
  /// Asks a person at the terminal, and returns the answer; nil where there is no terminal.
  package var ask: (String) -> String?
  /// The folder in which the program was started, from which relative paths lead.
  package var workingFolder: String
  /// Returns whether a folder, or the nearest above it that exists, can be written.
  package var canWrite: @Sendable (String) -> Bool
  /// Writes text for the reader of standard output.
  package var print: (String) -> Void
  /// Writes a line to standard error.
  package var note: (String) -> Void
  /// The number of the process.
  package var processID: Int32
  /// Opens the log in a folder, which takes whole lines; nothing is touched before the first.
  package var openLog: (String) -> ([UInt8]) -> Void
  /// Makes a compressed, durable copy of a file under another path.
  package var compressFile: (_ source: String, _ target: String) throws(Fault) -> Void
  /// Makes an expanded copy of a compressed file under another path.
  package var expandFile: (_ source: String, _ target: String) throws(Fault) -> Void
  /// Returns all of standard input, or nil when it cannot be read, is longer than 64 MiB or is a terminal.
  package var readInput: () -> [UInt8]?
  /// Opens the channel of the protocol on standard input and output.
  package var openChannel: () -> any ProtocolChannel
  /// Starts the program that sends messages over the network.
  package var deliverer: any DelivererLauncher

  /// Creates an outside world.
  package init(
    arguments: [String], environment: [String: String], now: @escaping @Sendable () -> Instant,
    monotonicMilliseconds: @escaping @Sendable () -> Int64, randomBytes: @escaping @Sendable (Int) -> [UInt8],
    sleepMilliseconds: @escaping @Sendable (Int64) -> Void, userName: String, homeFolder: String,
    machineName: String, isMac: Bool, machineZone: String?,
    readFile: @escaping @Sendable (String) -> [UInt8]?,
    canWrite: @escaping @Sendable (String) -> Bool, print: @escaping (String) -> Void,
    note: @escaping (String) -> Void, openChannel: @escaping () -> any ProtocolChannel,
    permissions: @escaping @Sendable (String) -> UInt16? = { _ in nil },
    isLink: @escaping @Sendable (String) -> Bool = { _ in false }, workingFolder: String = "/",
    listFolder: @escaping @Sendable (String) -> [String]? = { _ in nil },
    writeFile: @escaping @Sendable (String, [UInt8]) throws(Fault) -> Void = { (_, _) throws(Fault) in
      throw Fault("no files can be written here")
    },
    moveFile: @escaping @Sendable (String, String) throws(Fault) -> Void = { (_, _) throws(Fault) in
      throw Fault("no files can be moved here")
    },
    removeFile: @escaping @Sendable (String) throws(Fault) -> Void = { _ throws(Fault) in
      throw Fault("no files can be removed here")
    },
    replaceFile: @escaping @Sendable (String, [UInt8]) throws(Fault) -> Void = { (_, _) throws(Fault) in
      throw Fault("no files can be written here")
    },
    draftFile: @escaping (String, Bool) throws(Fault) -> any FileDraft = { (_, _) throws(Fault) in
      throw Fault("no files can be written here")
    },
    fileKind: @escaping @Sendable (String) -> FileKind = { _ in .nothing },
    realPath: @escaping @Sendable (String) -> String? = { _ in nil },
    programPath: @escaping @Sendable () -> String? = { nil },
    ask: @escaping (String) -> String? = { _ in nil },
    hasToStop: @escaping @Sendable () -> Bool = { false },
    readInput: @escaping () -> [UInt8]? = { nil }, deliverer: any DelivererLauncher = NoDeliverer(),
    processID: Int32 = 1, openLog: @escaping (String) -> ([UInt8]) -> Void = { _ in { _ in } },
    compressFile: @escaping (String, String) throws(Fault) -> Void = { (_, _) throws(Fault) in
      throw Fault("nothing can be compressed here")
    },
    expandFile: @escaping (String, String) throws(Fault) -> Void = { (_, _) throws(Fault) in
      throw Fault("nothing can be expanded here")
    }
  ) {
    self.arguments = arguments
    self.environment = environment
    self.now = now
    self.monotonicMilliseconds = monotonicMilliseconds
    self.randomBytes = randomBytes
    self.sleepMilliseconds = sleepMilliseconds
    self.hasToStop = hasToStop
    self.userName = userName
    self.homeFolder = homeFolder
    self.machineName = machineName
    self.isMac = isMac
    self.machineZone = machineZone
    self.readFile = readFile
    self.canWrite = canWrite
    self.print = print
    self.note = note
    self.openChannel = openChannel
    self.permissions = permissions
    self.isLink = isLink
    self.workingFolder = workingFolder
    self.listFolder = listFolder
    self.writeFile = writeFile
    self.moveFile = moveFile
    self.removeFile = removeFile
    self.replaceFile = replaceFile
    self.draftFile = draftFile
    self.fileKind = fileKind
    self.realPath = realPath
    self.programPath = programPath
    self.ask = ask
    self.deliverer = deliverer
    self.readInput = readInput
    self.processID = processID
    self.openLog = openLog
    self.compressFile = compressFile
    self.expandFile = expandFile
  }
}

/// A file that gets its name once it is whole; one that is let go before that leaves nothing.
package protocol FileDraft: AnyObject {
  /// Adds bytes.
  func write(_ bytes: [UInt8]) throws(OutsideFault)
  /// Gives the file its name, durable.
  func finish() throws(OutsideFault)
}

/// What has happened on the channel of the protocol.
package enum ChannelEvent {
  /// These bytes came in.
  case input(ArraySlice<UInt8>)
  /// The time is up and nothing came.
  case timeout
  /// The client has closed its end.
  case end
  /// Nobody reads the answers any more.
  case readerGone
  /// Somebody asks the process to stop, or the one that started it is gone.
  case stop
}

/// The protocol's two streams of bytes.
package protocol ProtocolChannel: AnyObject {
  /// Waits for what happens next, for at most that many milliseconds.
  ///
  /// - Parameter takesInput: Whether input, and its end, is looked for.
  func wait(milliseconds: Int32, takesInput: Bool) -> ChannelEvent
  /// Writes all of the bytes, or keeps them until the reader takes them.
  ///
  /// - Returns: False when nobody reads any more.
  func write(_ bytes: [UInt8]) -> Bool
  /// False while so much is kept for the reader that no more should be made for it.
  var hasRoom: Bool { get }
  /// Waits until the reader has taken what is kept, unless the process is to stop.
  func flush()
}
