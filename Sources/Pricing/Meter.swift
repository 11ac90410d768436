/// Something that a provider counts and bills: a kind of token, or a unit such as an image or a second.
///
/// Raw values are stored in ledgers: new meters go at the end of their block's free numbers, none is
/// renumbered.
/// - Source: `$defs/meter` and `$defs/unit` of schemas/pricing.schema.json.
package enum Meter: UInt8, CaseIterable, Sendable, Comparable {
  // Tokens
  case input = 0
  case output = 1
  case cacheRead = 2
  case cacheWrite = 3
  case cacheWrite1h = 4
  case cacheWrite12h = 5
  case inputAudio = 6
  case outputAudio = 7
  case cacheReadAudio = 8
  case cacheWriteAudio = 9
  case inputImage = 10
  case outputImage = 11
  case cacheReadImage = 12
  case inputVideo = 13
  case outputVideo = 14
  case outputReasoning = 15
  case citation = 16

  // Units
  case request = 32
  case image = 33
  case imageIn = 34
  case pixelIn = 35
  case audioSecondIn = 36
  case audioSecondOut = 37
  case videoSecondIn = 38
  case videoSecondOut = 39
  case characterIn = 40
  case characterOut = 41
  case page = 42
  case pageAnnotated = 43
  case query = 44
  case textMessageIn = 45
  case webSearch = 46
  case mapsSearch = 47
  case fileSearch = 48
  case socialSearch = 49
  case codeSession = 50
  case codeExecution = 51

  /// Returns whether `left` comes first in the order of raw values.
  package static func < (left: Meter, right: Meter) -> Bool { left.rawValue < right.rawValue }

  /// Whether this counts tokens, priced per million.
  package var isToken: Bool { rawValue < 32 }

  /// How many of a quantity's steps make one: seconds are counted in thousandths, all else in ones.
  package var scale: Int64 {
    switch self {
    case .audioSecondIn, .audioSecondOut, .videoSecondIn, .videoSecondOut: 1000
    default: 1
    }
  }

  /// Where the tokens of a call belong.
  package enum Side: Sendable {
    /// Part of the prompt.
    case input
    /// Part of the answer.
    case output
    /// Counted on its own: citation tokens, and everything that is not a token.
    case apart
  }

  /// Where this meter's tokens belong.
  package var side: Side {
    switch self {
    case .input, .cacheRead, .cacheWrite, .cacheWrite1h, .cacheWrite12h, .inputAudio, .cacheReadAudio,
      .cacheWriteAudio, .inputImage, .cacheReadImage, .inputVideo:
      .input
    case .output, .outputAudio, .outputImage, .outputVideo, .outputReasoning: .output
    default: .apart
    }
  }

  /// Whether this is a unit of what a model makes: images, sound, pictures that move, characters.
  var isMade: Bool {
    switch self {
    case .image, .audioSecondOut, .videoSecondOut, .characterOut: true
    default: false
    }
  }

  /// The meter whose price holds where this one has none of its own; nil at the end of the chain.
  var fallback: Meter? {
    switch self {
    case .cacheWrite1h, .cacheWrite12h, .cacheWriteAudio: .cacheWrite
    case .cacheReadAudio, .cacheReadImage: .cacheRead
    case .cacheRead, .cacheWrite, .inputAudio, .inputImage, .inputVideo: .input
    case .outputAudio, .outputImage, .outputVideo, .outputReasoning: .output
    default: nil
    }
  }

  /// Whether another meter's total contains this one, where totals are nested.
  var isPart: Bool { side != .apart && self != .input && self != .output }

  /// The meters whose totals contain this one, nearest first, where totals are nested.
  var containers: [Meter] {
    switch self {
    case .cacheWrite1h, .cacheWrite12h: [.cacheWrite, .input]
    case .cacheReadAudio: [.cacheRead, .inputAudio, .input]
    case .cacheReadImage: [.cacheRead, .inputImage, .input]
    case .cacheWriteAudio: [.cacheWrite, .inputAudio, .input]
    case .cacheRead, .cacheWrite, .inputAudio, .inputImage, .inputVideo: [.input]
    case .outputAudio, .outputImage, .outputVideo, .outputReasoning: [.output]
    default: []
    }
  }
}
