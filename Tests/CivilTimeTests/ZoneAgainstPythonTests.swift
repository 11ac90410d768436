import Foundation
import TestSupport
import Testing

@testable import CivilTime

@Suite(.enabled(if: SystemZones.areInstalled && PythonZones.isInstalled))
struct ZoneAgainstPythonTests {
  @Test func `offsets of real zones are those of Python, on both sides of every change`() throws {
    let seed: UInt64 = 1_970
    var random = SplitMix64(seed: seed)
    let instants = (0..<200).map { _ in Int64.random(in: 0...2_840_140_800, using: &random) }
    let names = SystemZones.names
    let answers = try PythonZones.answers(
      for: names.map(PythonZones.Source.named), at: instants, isFindingChanges: true)
    try #require(answers.count == names.count)
    for (name, answers) in zip(names, answers) {
      let zone = try SystemZones.library.zone(named: name)
      #expect(answers.count >= instants.count)
      let different = answers.filter { zone.offset(at: Instant(seconds: $0.seconds)) != $0.offset }
      #expect(different.isEmpty, "seed \(seed), \(name)")
    }
  }

  @Test func `offsets by the footer alone are those of Python`() throws {
    let seed: UInt64 = 9_636
    var random = SplitMix64(seed: seed)
    let footers = ZoneAgainstPythonTests.footers + (0..<60).map { _ in randomFooter(&random) }
    let instants = (0..<400).map { _ in Int64.random(in: 0...7_000_000_000, using: &random) }
    // New Year, where a rule's year is in question.
    let edges = (0..<60).flatMap { year in
      [-90_000, -3_600, -1, 0, 1, 3_600, 90_000].map { Int64(year) * 31_556_952 + $0 }
    }
    let files = footers.map { TZifBuilder(footer: $0).bytes }
    let answers = try PythonZones.answers(
      for: files.map(PythonZones.Source.file), at: instants + edges, isFindingChanges: true)
    try #require(answers.count == footers.count)
    for (index, footer) in footers.enumerated() {
      let zone = try Zone(identifier: "Test/Footer", tzif: files[index])
      #expect(answers[index].count >= instants.count)
      let different = answers[index].filter { zone.offset(at: Instant(seconds: $0.seconds)) != $0.offset }
      #expect(different.isEmpty, "seed \(seed), \(footer)")
    }
  }

  /// Rules as they are in files of the database, and the strange ones that RFC 9636 allows.
  private static let footers = [
    "UTC0", "KST-9", "<+0545>-5:45", "<-03>3", "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45",
    "CET-1CEST,M3.5.0,M10.5.0/3", "EST5EDT,M3.2.0,M11.1.0", "IST-1GMT0,M10.5.0,M3.5.0/1",
    "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
    "EET-2EEST,M3.4.4/50,M10.4.4/50",
    "IST-2IDT,M3.4.4/26,M10.5.0", "<+00>0<+02>-2,M3.5.0/1,M10.5.0/3", "CST6CDT,J60,J300/1:30:15",
  ]

  /// Days counted from 0 are left to ``ZoneRuleTests``: Python 3.11 takes each for the day before.
  private func randomFooter(_ random: inout SplitMix64) -> String {
    let west = Int.random(in: -48...44, using: &random)
    let offset = "\(west < 0 ? "-" : "")\(abs(west) / 4):\(["00", "15", "30", "45"][abs(west) % 4])"
    let spring = changeText(months: 2...5, random: &random)
    let autumn = changeText(months: 8...11, random: &random)
    let isSouthern = Bool.random(using: &random)
    return "AAA\(offset)BBB,\(isSouthern ? autumn : spring),\(isSouthern ? spring : autumn)"
  }

  private func changeText(months: ClosedRange<Int>, random: inout SplitMix64) -> String {
    let month = Int.random(in: months, using: &random)
    let day =
      switch Int.random(in: 0...2, using: &random) {
      case 0: "J\(month * 30)"
      default: "M\(month).\(Int.random(in: 1...5, using: &random)).\(Int.random(in: 0...6, using: &random))"
      }
    let hour = Int.random(in: -30...30, using: &random)
    return "\(day)/\(hour):0\(Int.random(in: 0...9, using: &random))"
  }
}
