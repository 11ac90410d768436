extension Migration {
  /// What people have corrected, stored with the record that it is about.
  ///
  /// `adjusted_cost` is what was last given for the cost. The other columns hold a figure that counts in the place
  /// of the record's own, and are null where its own counts. All of them follow from `adjustment` and
  /// `adjusted_figure`, which stay as they were entered.
  static let correctedRecords = Migration(version: 14, name: "corrections stored with their records") {
    """
    ALTER TABLE record ADD COLUMN adjusted_input INTEGER;
    ALTER TABLE record ADD COLUMN adjusted_output INTEGER;
    ALTER TABLE record ADD COLUMN adjusted_cache_read INTEGER;
    ALTER TABLE record ADD COLUMN adjusted_cache_write INTEGER;
    ALTER TABLE record ADD COLUMN adjusted_cache_write_1h INTEGER;
    ALTER TABLE record ADD COLUMN adjusted_reasoning INTEGER;
    ALTER TABLE record ADD COLUMN adjusted_cost INTEGER;

    UPDATE record SET adjusted_cost = (
      SELECT f.after FROM adjustment a CROSS JOIN adjusted_figure f ON f.adjustment = a.id AND f.figure = 7
      WHERE a.record = record.id ORDER BY a.id DESC LIMIT 1)
    WHERE id IN (SELECT record FROM adjustment);

    UPDATE record AS r SET
      adjusted_input = iif(c.input = 0, NULL, c.input + r.input + r.cache_read + r.cache_write + r.cache_write_1h
        + r.cache_write_12h + r.input_audio + r.cache_read_audio + r.cache_write_audio + r.input_image
        + r.cache_read_image + r.input_video),
      adjusted_output = iif(c.output = 0, NULL, c.output + r.output + r.output_reasoning + r.output_audio
        + r.output_image + r.output_video),
      adjusted_cache_read = iif(c.cache_read = 0, NULL, c.cache_read + r.cache_read + r.cache_read_audio
        + r.cache_read_image),
      adjusted_cache_write = iif(c.cache_write = 0, NULL, c.cache_write + r.cache_write + r.cache_write_1h
        + r.cache_write_12h + r.cache_write_audio),
      adjusted_cache_write_1h = iif(c.cache_write_1h = 0, NULL, c.cache_write_1h + r.cache_write_1h),
      adjusted_reasoning = iif(c.reasoning = 0, NULL, c.reasoning + r.output_reasoning)
    FROM correction c WHERE c.record = r.id;

    DROP TABLE correction;
    """
  }
}
