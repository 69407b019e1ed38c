package dev.freshet.testkit.dash;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What an element may hold, as the schema says it (ISO/IEC 23009-1 Annex B), for the elements that
/// live manifests of one coded version a track need.
///
/// @param required attributes that must be there, with their form
/// @param optional attributes that may be there, with their form
/// @param children in the order in which they must stand
record MpdRules(
    Map<String, Pattern> required, Map<String, Pattern> optional, List<String> children) {
  private static final String DURATION = "PT\\d+(\\.\\d+)?S";
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?Z";
  private static final String WHOLE = "\\d{1,18}";
  private static final String DECIMAL = "\\d+(\\.\\d+)?";

  static final Map<String, MpdRules> ALL =
      Map.ofEntries(
          Map.entry(
              "MPD",
              rules(
                  "profiles .*urn:mpeg:dash:profile:isoff-live:2011.*|type dynamic"
                      + "|availabilityStartTime "
                      + TIME
                      + "|publishTime "
                      + TIME
                      + "|minBufferTime "
                      + DURATION
                      + "|timeShiftBufferDepth "
                      + DURATION
                      + "|maxSegmentDuration "
                      + DURATION,
                  "xmlns urn:mpeg:dash:schema:mpd:2011|minimumUpdatePeriod "
                      + DURATION
                      + "|suggestedPresentationDelay "
                      + DURATION
                      + "|mediaPresentationDuration "
                      + DURATION,
                  "BaseURL Location ServiceDescription Period UTCTiming")),
          Map.entry("BaseURL", rules("", "", "")),
          Map.entry("Location", rules("", "", "")),
          Map.entry("ServiceDescription", rules("id " + WHOLE, "", "Latency PlaybackRate")),
          Map.entry(
              "Latency",
              rules("target " + WHOLE, "min " + WHOLE + "|max " + WHOLE + "|referenceId 0", "")),
          Map.entry("PlaybackRate", rules("min 0\\.\\d+|max 1\\.\\d+", "", "")),
          Map.entry(
              "UTCTiming", rules("schemeIdUri urn:mpeg:dash:utc:[a-z:0-9-]+|value .+", "", "")),
          Map.entry("Period", rules("id [\\w-]+|start " + DURATION, "", "AdaptationSet")),
          Map.entry(
              "AdaptationSet",
              rules(
                  "id "
                      + WHOLE
                      + "|contentType (video¦audio)|mimeType (video¦audio)/mp4"
                      + "|segmentAlignment true|startWithSAP 1",
                  "lang [a-z-]+",
                  "ProducerReferenceTime Role SegmentTemplate Representation")),
          Map.entry(
              "ProducerReferenceTime",
              rules(
                  "id 0|type encoder|wallClockTime " + TIME + "|presentationTime " + WHOLE,
                  "",
                  "UTCTiming")),
          Map.entry("Role", rules("schemeIdUri urn:mpeg:dash:role:2011|value main", "", "")),
          Map.entry(
              "SegmentTemplate",
              rules(
                  "timescale "
                      + WHOLE
                      + "|initialization t\\d+-[0-9a-f]{16}\\.mp4|media t\\d+-(\\$Number\\$¦\\d+-\\$Time\\$)\\.m4s",
                  "presentationTimeOffset "
                      + WHOLE
                      + "|startNumber [1-9]\\d{0,9}|duration "
                      + WHOLE
                      + "|availabilityTimeOffset "
                      + DECIMAL
                      + "|availabilityTimeComplete false",
                  "SegmentTimeline")),
          Map.entry("SegmentTimeline", rules("", "", "S")),
          Map.entry("S", rules("d " + WHOLE, "t " + WHOLE + "|r " + WHOLE, "")),
          Map.entry(
              "Representation",
              rules(
                  "id t\\d+|bandwidth [1-9]\\d*|codecs [A-Za-z0-9.-]+",
                  "width [1-9]\\d*|height [1-9]\\d*|frameRate [1-9]\\d*(/1\\d+)?"
                      + "|audioSamplingRate [1-9]\\d*",
                  "AudioChannelConfiguration")),
          Map.entry(
              "AudioChannelConfiguration",
              rules(
                  "schemeIdUri urn:mpeg:dash:23003:3:audio_channel_configuration:2011"
                      + "|value [1-9]\\d?",
                  "",
                  "")));

  /// `name pattern|name pattern`; within a pattern `¦` is the alternative.
  private static MpdRules rules(String required, String optional, String children) {
    return new MpdRules(forms(required), forms(optional), List.of(children.split(" ", -1)));
  }

  private static Map<String, Pattern> forms(String text) {
    return List.of(text.split("\\|", -1)).stream()
        .filter(form -> !form.isEmpty())
        .map(form -> form.split(" ", 2))
        .collect(
            Collectors.toMap(form -> form[0], form -> Pattern.compile(form[1].replace('¦', '|'))));
  }
}
