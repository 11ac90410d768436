/// A call whose work goes on in steps.
struct Job {
  /// The call that it answers.
  let call: ToolCall
  /// What is left to do.
  private var work: any ResumableWork
  /// True when the client no longer waits: what was started is finished, and not answered.
  var isMuted = false

  /// Creates the job of a call.
  init(call: ToolCall, work: any ResumableWork) {
    self.call = call
    self.work = work
  }

  /// Does one step.
  mutating func step() -> Answer {
    let call = call
    do {
      var answer = try call.outcome { try work.step() ?? .unfinished(work) }
      if case .work(var next) = answer {
        next.isMuted = isMuted
        answer = .work(next)
      }
      return answer
    } catch {
      return .frame(call.responder.frames.error(error, id: call.request.id), basis: .declared)
    }
  }
}
