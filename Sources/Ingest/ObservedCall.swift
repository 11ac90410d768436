package import Pricing

/// One billed call of one model, as a provider's answer states it.
package struct ObservedCall: Sendable, Hashable {
  /// The model that the answer names, otherwise the one that the caller named; nil when neither did.
  package var model: String?
  /// The provider that the caller named, otherwise the one that only this shape can come from; often nil.
  package var provider: String?
  /// What was used, disjoint. A count that the object does not state is absent; a stated zero is there.
  package var usage: Usage
  /// The tier that the answer says it was served at, in lower case; `standard` also for `default` and
  /// `auto`. nil when it says nothing.
  package var serviceTier: String?
  /// The place of inference where the answer names one, such as `us`.
  package var region: String?
  /// The provider's id of the response.
  package var responseID: String?
  /// What the provider itself says that it billed, in US dollars.
  package var reportedCost: Money?
  /// 0 for the call that made the answer, 1 and up for others inside the same response.
  package var part: Int
  /// True for the opening event of a stream, whose output count is not final.
  package var isInterim: Bool

  /// Creates a call; what is left out the answer does not say.
  init(
    model: String?, provider: String?, usage: Usage, serviceTier: String? = nil, region: String? = nil,
    responseID: String? = nil, reportedCost: Money? = nil, isInterim: Bool = false
  ) {
    self.model = model
    self.provider = provider
    self.usage = usage
    self.serviceTier = serviceTier
    self.region = region
    self.responseID = responseID
    self.reportedCost = reportedCost
    part = 0
    self.isInterim = isInterim
  }
}
