import JSON
import Pricing

/// The token counts of one call while they are collected: nested totals, as providers state them.
struct TokenTotals {
  /// The totals by meter; a meter that was not stated is absent.
  private(set) var totals: [Meter: Int64] = [:]
  /// Cached tokens of video, which have no meter of their own: part of `cacheRead` and of `inputVideo`.
  private(set) var cachedVideo: Int64 = 0

  /// The total of `meter`; nil when it was not stated.
  subscript(_ meter: Meter) -> Int64? {
    get { totals[meter] }
    set { totals[meter] = newValue }
  }

  /// Adds to the total of `meter`; nothing happens for nil.
  mutating func add(_ quantity: Int64?, to meter: Meter) {
    guard let quantity else { return }
    totals[meter] = Self.sum(totals[meter] ?? 0, quantity)
  }

  /// Adds tokens read from and written to a cache.
  ///
  /// - Parameter isApart: Whether the input that was added before does not include them.
  mutating func addCache(read: Int64?, written: Int64?, isApart: Bool) {
    for cached in [read, written] where isApart && (cached ?? 0 > 0 || self[.input] != nil) { add(cached, to: .input) }
    add(read, to: .cacheRead)
    add(written, to: .cacheWrite)
  }

  /// Adds to the cached tokens of video; nothing happens for nil.
  mutating func addCachedVideo(_ quantity: Int64?) { cachedVideo = Self.sum(cachedVideo, quantity ?? 0) }

  /// Returns the disjoint usage. `path` is the place of the usage, for the error.
  func usage(at path: JSONPointer) throws(IngestError) -> Usage {
    for (meter, total) in totals where total > Usage.largestQuantity {
      throw .inconsistent(path: path, .quantityOutOfRange(meter, total))
    }
    guard cachedVideo <= Usage.largestQuantity else {
      throw .inconsistent(path: path, .quantityOutOfRange(.cacheRead, cachedVideo))
    }
    var settled = self
    settled.settleCache()
    do { return try Usage(totals: settled.totals) } catch { throw .inconsistent(path: path, error) }
  }

  /// Makes cached tokens and modalities fit together where the provider does not say how they overlap.
  ///
  /// Cached tokens of unsaid modality are taken for text first, then video, images and audio.
  private mutating func settleCache() {
    if totals[.inputAudio] == nil { totals[.inputAudio] = totals[.cacheReadAudio] }
    if totals[.inputImage] == nil { totals[.inputImage] = totals[.cacheReadImage] }
    guard let cached = totals[.cacheRead], cached > 0 else { return }
    let modal = quantity(.inputAudio) + quantity(.inputImage) + quantity(.inputVideo)
    let text = max(0, quantity(.input) - modal - quantity(.cacheWrite))
    let said = quantity(.cacheReadAudio) + quantity(.cacheReadImage) + cachedVideo
    // From here on `inputVideo` holds the video that was not cached.
    if totals[.inputVideo] != nil { totals[.inputVideo] = max(0, quantity(.inputVideo) - cachedVideo) }

    var unplaced = max(0, cached - said - text)
    let video = min(unplaced, quantity(.inputVideo))
    if video > 0 { add(0 - video, to: .inputVideo) }
    unplaced -= video
    unplaced -= place(unplaced, of: .inputImage, in: .cacheReadImage)
    unplaced -= place(unplaced, of: .inputAudio, in: .cacheReadAudio)
  }

  /// Counts up to `quantity` tokens of `modality` as cached and returns how many.
  private mutating func place(_ quantity: Int64, of modality: Meter, in cached: Meter) -> Int64 {
    let placed = min(quantity, max(0, self.quantity(modality) - self.quantity(cached)))
    if placed > 0 { add(placed, to: cached) }
    return placed
  }

  private func quantity(_ meter: Meter) -> Int64 { totals[meter] ?? 0 }

  /// A list may hold any number of counts, so a sum stops at the largest integer, which is refused later.
  private static func sum(_ left: Int64, _ right: Int64) -> Int64 {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? .max : sum
  }
}
