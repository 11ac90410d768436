extension CivilDate: CustomStringConvertible {
  /// Creates the day that `text` writes as exactly `YYYY-MM-DD`, or nil.
  package init?(_ text: String) {
    var text = text
    let date: CivilDate? = text.withUTF8 { bytes in
      var reader = ASCIIReader(bytes)
      guard let date = CivilDate(reading: &reader), reader.isAtEnd else { return nil }
      return date
    }
    guard let date else { return nil }
    self = date
  }

  /// The day as `YYYY-MM-DD`.
  package var description: String {
    String(unsafeUninitializedCapacity: 24) { buffer in
      var writer = ASCIIWriter(buffer)
      writer.date(self)
      return writer.count
    }
  }

  /// Reads `YYYY-MM-DD`, or returns nil where the bytes are no such date or the calendar has no such day.
  init?(reading reader: inout ASCIIReader) {
    guard let year = reader.number(digits: 4), reader.take(0x2D),
      let month = reader.number(digits: 2), reader.take(0x2D),
      let day = reader.number(digits: 2)
    else { return nil }
    self.init(year: year, month: month, day: day)
  }
}
