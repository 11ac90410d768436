extension Meter {
  /// The name in price files and on the wire, such as `cache_write_1h`.
  package var name: String {
    switch self {
    case .input: "input"
    case .output: "output"
    case .cacheRead: "cache_read"
    case .cacheWrite: "cache_write"
    case .cacheWrite1h: "cache_write_1h"
    case .cacheWrite12h: "cache_write_12h"
    case .inputAudio: "input_audio"
    case .outputAudio: "output_audio"
    case .cacheReadAudio: "cache_read_audio"
    case .cacheWriteAudio: "cache_write_audio"
    case .inputImage: "input_image"
    case .outputImage: "output_image"
    case .cacheReadImage: "cache_read_image"
    case .inputVideo: "input_video"
    case .outputVideo: "output_video"
    case .outputReasoning: "output_reasoning"
    case .citation: "citation"
    case .request: "request"
    case .image: "image"
    case .imageIn: "image_in"
    case .pixelIn: "pixel_in"
    case .audioSecondIn: "audio_second_in"
    case .audioSecondOut: "audio_second_out"
    case .videoSecondIn: "video_second_in"
    case .videoSecondOut: "video_second_out"
    case .characterIn: "character_in"
    case .characterOut: "character_out"
    case .page: "page"
    case .pageAnnotated: "page_annotated"
    case .query: "query"
    case .textMessageIn: "text_message_in"
    case .webSearch: "web_search"
    case .mapsSearch: "maps_search"
    case .fileSearch: "file_search"
    case .socialSearch: "social_search"
    case .codeSession: "code_session"
    case .codeExecution: "code_execution"
    }
  }

  /// Creates the meter of that exact name; nil when there is none.
  package init?(name: String) {
    guard let meter = Meter.byName[name] else { return nil }
    self = meter
  }

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })

  /// Returns `quantity`, given in steps of ``scale``, as an exact decimal: 1500 audio seconds are `1.5`.
  package func decimal(of quantity: Int64) -> String {
    let text = Decimal.text(significand: UInt128(quantity.magnitude), places: scale == 1 ? 0 : 3)
    return quantity < 0 ? "-" + text : text
  }
}
