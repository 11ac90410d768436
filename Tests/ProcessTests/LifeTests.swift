import JSON
import TestSupport
import Testing

@Suite struct LifeTests {
  @Test func `at the end of its input it answers what it was asked and exits`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path)
    server.send([Wire.initialize()] + (1...50).map { Wire.record($0) })
    server.closeInput()
    #expect(try server.rest().map(\.id) == Array(0...50))
    #expect(try server.ending() == .exited(0))
  }

  @Test func `a last line without a line end is answered too`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path)
    server.send(JSONWriter.bytes(Wire.ping(7)))
    server.closeInput()
    #expect(try server.rest().map(\.id) == [7])
    #expect(try server.ending() == .exited(0))
  }

  @Test(arguments: [15, 2, 1])
  func `a signal that asks it to stop ends it at once and cleanly`(_ signal: Int32) throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path)
    _ = try server.ask(Wire.ping(1))
    server.signal(signal)
    #expect(try server.ending() == .exited(0))
    #expect(try server.next() == nil)
  }
}
