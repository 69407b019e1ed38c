package dev.freshet.app.client;

import dev.freshet.media.flv.TagType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// A tag as it stands in an FLV file (FLV 10.1, E.4), copied out of it. A value; its bytes must not
/// be changed.
///
/// @param timestampMs as it is to be sent; past 2^32 where a file is repeated for long
record FlvTag(TagType type, long timestampMs, byte[] body) {
  private static final byte[] METADATA_NAME =
      "\u0002\0\nonMetaData".getBytes(StandardCharsets.ISO_8859_1); // an AMF0 string
  private static final int AAC = 10;
  private static final int EX_AUDIO = 9;

  FlvTag at(long newTimestampMs) {
    return new FlvTag(type, newTimestampMs, body);
  }

  /// Whether it describes the stream for players.
  boolean isMetadata() {
    return type == TagType.SCRIPT
        && body.length > METADATA_NAME.length
        && Arrays.equals(body, 0, METADATA_NAME.length, METADATA_NAME, 0, METADATA_NAME.length);
  }

  /// Whether a decoder needs it before the frames that follow, so that whoever joins later needs it
  /// too. Packets with modifiers, which only frames have, are none.
  boolean isCodecHeader() {
    if (body.length < 2) {
      return false;
    }
    return switch (type) {
      case VIDEO -> isVideoHeader(first());
      case AUDIO -> isAudioHeader(first());
      case SCRIPT, CLOCK -> false;
    };
  }

  private boolean isVideoHeader(int first) {
    if (first < 0x80) {
      return isLegacyVideoHeader(first);
    }
    int packetType = (first & 15) == 6 ? body[1] & 15 : first & 15; // 6: multitrack
    return packetType == 0 || packetType == 4 || packetType == 5; // start, metadata, TS start
  }

  private boolean isLegacyVideoHeader(int first) {
    int codecId = first & 15;
    return (codecId == 7 || codecId == 12) && body[1] == 0;
  }

  private boolean isAudioHeader(int first) {
    int format = first >> 4;
    if (format != EX_AUDIO) {
      return format == AAC && body[1] == 0;
    }
    int packetType = (first & 15) == 5 ? body[1] & 15 : first & 15; // 5: multitrack
    return packetType == 0 || packetType == 4; // start, multichannel configuration
  }

  /// Names what a later codec header takes the place of: same kind, same codec, same track.
  String headerKey() {
    boolean hasTrack =
        type == TagType.VIDEO ? (first() & 0x8F) == 0x86 : first() == (EX_AUDIO << 4 | 5);
    int keyBytes = first() < 0x80 ? 2 : hasTrack ? 7 : 5;
    boolean isAac = type == TagType.AUDIO && first() >> 4 == AAC;
    return type + HexFormat.of().formatHex(body, 0, Math.min(isAac ? 1 : keyBytes, body.length));
  }

  /// Whether it is a picture that decoding may start with.
  boolean isKeyframe() {
    return type == TagType.VIDEO && body.length > 1 && (first() >> 4 & 7) == 1 && !isCodecHeader();
  }

  /// Whether it carries a picture or sound.
  boolean isFrame() {
    return (type == TagType.VIDEO || type == TagType.AUDIO) && body.length > 1 && !isCodecHeader();
  }

  private int first() {
    return body[0] & 0xFF;
  }
}
