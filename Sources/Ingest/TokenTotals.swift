import JSON
import Pricing

/// The token counts of one call while they are collected: nested totals, as providers state them.
struct TokenTotals {
  /// The totals by meter, though they are nested; a meter that was not stated is absent. A list of a few, as a
  /// dictionary of them took a tenth of the time of reading a log.
  private var totals = Usage()
  /// Cached tokens of video, which have no meter of their own: part of `cacheRead` and of `inputVideo`.
  private(set) var cachedVideo: Int64 = 0

  /// The total of `meter`; nil when it was not stated.
  subscript(_ meter: Meter) -> Int64? { totals.quantity(of: meter) }

  /// Adds to the total of `meter`; nothing happens for nil.
  mutating func add(_ quantity: Int64?, to meter: Meter) {
    guard let quantity else { return }
    totals[meter] = Self.sum(totals[meter], quantity)
  }

  /// Adds tokens read from and written to a cache.
  ///
  /// - Parameter isApart: Whether the input that was added before does not include them.
  mutating func addCache(read: Int64?, written: Int64?, isApart: Bool) {
    if isApart {
      if (read ?? 0) > 0 || self[.input] != nil { add(read, to: .input) }
      if (written ?? 0) > 0 || self[.input] != nil { add(written, to: .input) }
    }
    add(read, to: .cacheRead)
    add(written, to: .cacheWrite)
  }

  /// Adds to the cached tokens of video; nothing happens for nil.
  mutating func addCachedVideo(_ quantity: Int64?) { cachedVideo = Self.sum(cachedVideo, quantity ?? 0) }

  /// Returns the disjoint usage. `path` is the place of the usage, for the error.
  func usage(at path: JSONPointer) throws(IngestError) -> Usage {
    for entry in totals.entries where entry.quantity > Usage.largestQuantity {
      throw .inconsistent(path: path, .quantityOutOfRange(entry.meter, entry.quantity))
    }
    guard cachedVideo <= Usage.largestQuantity else {
      throw .inconsistent(path: path, .quantityOutOfRange(.cacheRead, cachedVideo))
    }
    var settled = self
    settled.settleCache()
    do { return try Usage(nesting: settled.totals) } catch { throw .inconsistent(path: path, error) }
  }

  /// Makes cached tokens and modalities fit together where the provider does not say how they overlap.
  ///
  /// Cached tokens of unsaid modality are taken for text first, then video, images and audio.
  private mutating func settleCache() {
    if self[.inputAudio] == nil { add(self[.cacheReadAudio], to: .inputAudio) }
    if self[.inputImage] == nil { add(self[.cacheReadImage], to: .inputImage) }
    let cached = totals[.cacheRead]
    guard cached > 0 else { return }
    let modal = totals[.inputAudio] + totals[.inputImage] + totals[.inputVideo]
    let text = max(0, totals[.input] - modal - totals[.cacheWrite])
    let said = totals[.cacheReadAudio] + totals[.cacheReadImage] + cachedVideo
    // From here on `inputVideo` holds the video that was not cached.
    if let video = self[.inputVideo] { totals[.inputVideo] = max(0, video - cachedVideo) }

    var unplaced = max(0, cached - said - text)
    let video = min(unplaced, totals[.inputVideo])
    if video > 0 { add(0 - video, to: .inputVideo) }
    unplaced -= video
    unplaced -= place(unplaced, of: .inputImage, in: .cacheReadImage)
    unplaced -= place(unplaced, of: .inputAudio, in: .cacheReadAudio)
  }

  /// Counts up to `quantity` tokens of `modality` as cached and returns how many.
  private mutating func place(_ quantity: Int64, of modality: Meter, in cached: Meter) -> Int64 {
    let placed = min(quantity, max(0, totals[modality] - totals[cached]))
    if placed > 0 { add(placed, to: cached) }
    return placed
  }

  /// A list may hold any number of counts, so a sum stops at the largest integer, which is refused later.
  private static func sum(_ left: Int64, _ right: Int64) -> Int64 {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? .max : sum
  }
}
