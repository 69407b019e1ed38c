package dev.freshet.media.flv;

/// How much of a publisher's tags is kept. A value: no owner.
///
/// @param maxTracks most tracks of a stream; frames of further ones are dropped and counted
/// @param maxConfigBytes most bytes of a decoder configuration or colour description
/// @param amf for script messages
public record TagLimits(int maxTracks, int maxConfigBytes, AmfLimits amf) {
  /// Ample for every encoder seen in the field.
  public static final TagLimits DEFAULT = new TagLimits(8, 64 * 1024, AmfLimits.DEFAULT);
}
