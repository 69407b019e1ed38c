package dev.freshet.app.client;

import dev.freshet.media.flv.TagType;

/// Small tags for tests.
final class FlvTags {
  private FlvTags() {}

  static FlvTag videoHeader(long timestampMs) {
    return tag(TagType.VIDEO, timestampMs, 0x17, 0, 0, 0, 0, 1, 0x64);
  }

  static FlvTag keyframe(long timestampMs) {
    return tag(TagType.VIDEO, timestampMs, 0x17, 1, 0, 0, 0, 0, 0, 0, 1, 0x65);
  }

  static FlvTag picture(long timestampMs) {
    return tag(TagType.VIDEO, timestampMs, 0x27, 1, 0, 0, 0, 0, 0, 0, 1, 0x41);
  }

  static FlvTag audioHeader(long timestampMs) {
    return tag(TagType.AUDIO, timestampMs, 0xAF, 0, 0x12, 0x10);
  }

  static FlvTag sound(long timestampMs) {
    return tag(TagType.AUDIO, timestampMs, 0xAF, 1, 0x21);
  }

  static FlvTag tag(TagType type, long timestampMs, int... body) {
    byte[] bytes = new byte[body.length];
    for (int i = 0; i < body.length; i++) {
      bytes[i] = (byte) body[i];
    }
    return new FlvTag(type, timestampMs, bytes);
  }
}
