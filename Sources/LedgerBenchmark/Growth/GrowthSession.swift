import CivilTime
import Ledger
import Pricing
import Service

/// A session that goes on: whose it is, and how far it has come.
struct GrowthSession {
  /// The conversation's name.
  let name: String
  /// Whose it is.
  let person: GrowthTeam.Person
  /// When its next call is made.
  private(set) var nextCall: Instant
  /// How many calls are to come.
  private(set) var callsLeft: Int

  private let agent: String
  private let project: String
  private let model: String
  /// The model of small tasks beside the work.
  private let sideModel: String
  /// Whether the calls are reported with the ids of their responses, as two thirds of all are.
  private let hasIDs: Bool
  /// The tokens of the instructions and tools that each prompt begins with.
  private let base: Int64
  /// The tokens of the prompt so far.
  private var prompt: Int64
  /// Whether the provider's cache still holds the prompt of the call before.
  private var isCached = false

  /// The prompt above which agents summarise and begin with a short one again.
  private static let fullPrompt: Int64 = 160_000
  private static let cacheMilliseconds: Int64 = 300_000

  /// Begins a session of `calls` calls at `start`.
  init(name: String, of person: GrowthTeam.Person, calls: Int, at start: Instant, _ chance: inout SplitMix) {
    self.name = name
    self.person = person
    nextCall = start
    callsLeft = calls
    agent = person.agents[Self.habit(person.agents.count, &chance)]
    project = person.projects[Self.habit(person.projects.count, &chance)]
    model = person.models[Self.habit(person.models.count, &chance)]
    sideModel = person.models[1]
    hasIDs = chance.below(3) > 0
    base = 6_000 + Int64(chance.below(14_000))
    prompt = base
  }

  /// Returns the next call as it is reported.
  ///
  /// - Parameter latest: The time that no call is made after.
  mutating func next(before latest: Instant, _ chance: inout SplitMix) -> UsageDraft {
    let isSide = chance.below(8) == 0
    let name = isSide ? sideModel : model
    var facts = CallFacts(
      userID: person.name, source: UsageDraft.source, model: name,
      usage: isSide ? Self.sideUsage(&chance) : nextUsage(&chance), timestamp: min(nextCall, latest))
    facts.sessionID = self.name
    facts.projectID = project
    facts.agent = agent
    facts.machine = "bench"
    facts.operation = isSide ? "summary" : "chat"
    if chance.below(2) == 0 { facts.durationMilliseconds = 400 + Int64(chance.below(200) * chance.below(200)) }
    if chance.below(100) == 0 { facts.status = .failed }
    let id = hasIDs ? ResponseID.make(for: name, &chance) : ""
    callsLeft -= 1
    wait(&chance)
    return UsageDraft(facts: facts, requestID: id)
  }

  /// Of what a call counts, what was there before is read from the cache, and what is new written to it.
  private mutating func nextUsage(_ chance: inout SplitMix) -> Usage {
    let added = 80 + Int64(chance.below(60) * chance.below(60))
    let answer = 20 + Int64(chance.below(45) * chance.below(45))
    var usage = Usage()
    usage[.cacheRead] = isCached ? prompt : base
    usage[.input] = 4 + Int64(chance.below(300))
    // Other providers cache by themselves and bill no writing.
    usage[model.hasPrefix("claude") ? .cacheWrite : .input] += added + (isCached ? 0 : prompt - base)
    usage[.output] = answer
    if chance.below(4) == 0 { usage[.outputReasoning] = answer / 2 + 1 }
    prompt += added + answer
    if prompt > Self.fullPrompt { prompt = base + 4_000 }
    return usage
  }

  private static func sideUsage(_ chance: inout SplitMix) -> Usage {
    var usage = Usage()
    usage[.input] = 300 + Int64(chance.below(4_000))
    usage[.output] = 10 + Int64(chance.below(150))
    return usage
  }

  private mutating func wait(_ chance: inout SplitMix) {
    // Now and then somebody has to read what was done.
    let pause = chance.below(25) == 0 ? 60_000 + chance.below(1_200_000) : 2_000 + chance.below(30_000)
    isCached = pause < Self.cacheMilliseconds
    nextCall = nextCall.adding(milliseconds: Int64(pause))
  }

  /// Returns the place of something in a list of habits, of which the first is what is mostly done.
  private static func habit(_ count: Int, _ chance: inout SplitMix) -> Int {
    chance.below(10) < 6 ? 0 : chance.below(count)
  }
}
