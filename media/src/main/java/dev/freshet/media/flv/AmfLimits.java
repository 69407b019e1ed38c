package dev.freshet.media.flv;

/// How much of a peer's AMF is taken; past it the reader throws a `LIMIT`. A value: no owner.
///
/// @param maxBytes most bytes of one message
/// @param maxDepth most levels of objects and arrays inside each other
/// @param maxItems most values of one message, those behind references counted each time
/// @param maxStringBytes most bytes of one string
public record AmfLimits(int maxBytes, int maxDepth, int maxItems, int maxStringBytes) {
  /// Ample for every command and metadata seen in the field.
  public static final AmfLimits DEFAULT = new AmfLimits(256 * 1024, 16, 4_096, 64 * 1024);
}
