extension Migration {
  /// What a call counted beside the tokens that its totals tell, per quarter hour and UTC day.
  ///
  /// Quantities are disjoint, under the meter's stored number; `request` as what it differs from one a call.
  static let meterTotals = Migration(version: 5, name: "totals of other meters") {
    """
    CREATE TABLE meter_total (
      seconds INTEGER NOT NULL,
      slot INTEGER NOT NULL,
      context INTEGER NOT NULL,
      meter INTEGER NOT NULL,
      quantity INTEGER NOT NULL,
      PRIMARY KEY (seconds, slot, context, meter)
    ) STRICT, WITHOUT ROWID;

    WITH name (meter, text) AS (VALUES
      (32, 'request'), (33, 'image'), (34, 'image_in'), (35, 'pixel_in'), (36, 'audio_second_in'),
      (37, 'audio_second_out'), (38, 'video_second_in'), (39, 'video_second_out'), (40, 'character_in'),
      (41, 'character_out'), (42, 'page'), (43, 'page_annotated'), (44, 'query'), (45, 'text_message_in'),
      (46, 'web_search'), (47, 'maps_search'), (48, 'file_search'), (49, 'social_search'), (50, 'code_session'),
      (51, 'code_execution')),
    unusual AS MATERIALIZED (
      SELECT * FROM record WHERE cache_write_12h | input_audio | output_audio | cache_read_audio
        | cache_write_audio | input_image | output_image | cache_read_image | input_video | output_video
        | citation <> 0),
    part (timestamp, context, meter, quantity) AS (
      SELECT timestamp, context, 5, cache_write_12h FROM unusual
      UNION ALL SELECT timestamp, context, 6, input_audio FROM unusual
      UNION ALL SELECT timestamp, context, 7, output_audio FROM unusual
      UNION ALL SELECT timestamp, context, 8, cache_read_audio FROM unusual
      UNION ALL SELECT timestamp, context, 9, cache_write_audio FROM unusual
      UNION ALL SELECT timestamp, context, 10, input_image FROM unusual
      UNION ALL SELECT timestamp, context, 11, output_image FROM unusual
      UNION ALL SELECT timestamp, context, 12, cache_read_image FROM unusual
      UNION ALL SELECT timestamp, context, 13, input_video FROM unusual
      UNION ALL SELECT timestamp, context, 14, output_video FROM unusual
      UNION ALL SELECT timestamp, context, 16, citation FROM unusual
      UNION ALL SELECT r.timestamp, r.context, name.meter, unit.value - (name.meter = 32)
        FROM record r, json_each(r.units) unit JOIN name ON name.text = unit.key WHERE json_valid(r.units)),
    length (seconds) AS (VALUES (900), (86400))
    INSERT INTO meter_total (seconds, slot, context, meter, quantity)
    SELECT length.seconds, (timestamp - (timestamp % (seconds * 1000) + seconds * 1000) % (seconds * 1000))
      / (seconds * 1000) AS slot, context, meter, sum(quantity)
    FROM part, length GROUP BY 1, 2, 3, 4 HAVING sum(quantity) <> 0;
    """
  }
}
