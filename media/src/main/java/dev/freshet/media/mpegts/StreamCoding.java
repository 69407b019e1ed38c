package dev.freshet.media.mpegts;

import dev.freshet.media.Track;
import dev.freshet.media.codec.AdtsHeader;
import dev.freshet.media.codec.AudioCodec;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// What MPEG-TS can carry, and how a PMT says so (ISO/IEC 13818-1 table 2-34, ATSC A/52 annex A,
/// Opus in MPEG-TS 1.1). A value: no owner.
enum StreamCoding {
  AVC(0x1B, 0xE0),
  HEVC(0x24, 0xE0, "HEVC"),
  AAC(0x0F, 0xC0),
  MPEG1_AUDIO(0x03, 0xC0),
  MPEG2_AUDIO(0x04, 0xC0),
  AC3(0x81, 0xBD, "AC-3"),
  EAC3(0x87, 0xBD, "EAC3"),
  OPUS(0x06, 0xBD, "Opus");

  /// A PMT's number for private data, which descriptors must explain.
  static final int PRIVATE_DATA = 0x06;

  static final int REGISTRATION = 0x05;
  static final int EXTENSION = 0x7F;
  static final int OPUS_EXTENSION = 0x80;

  private static final int MIN_AVC_CONFIG_BYTES = 7;
  private static final int MIN_HEVC_CONFIG_BYTES = 23;
  private static final int MPEG1_MIN_RATE = 32_000;

  private final int streamType;
  private final int streamId;
  private final String registration;

  StreamCoding(int streamType, int streamId) {
    this(streamType, streamId, "");
  }

  StreamCoding(int streamType, int streamId, String registration) {
    this.streamType = streamType;
    this.streamId = streamId;
    this.registration = registration;
  }

  /// How `track` is carried; null if it cannot be.
  static @Nullable StreamCoding of(Track track) {
    return switch (track) {
      case Track.Video video -> of(video);
      case Track.Audio audio -> of(audio);
      case Track.Data _ -> null;
    };
  }

  private static @Nullable StreamCoding of(Track.Video track) {
    return switch (track.codec()) {
      case AVC -> track.config().length >= MIN_AVC_CONFIG_BYTES ? AVC : null;
      case HEVC -> track.config().length >= MIN_HEVC_CONFIG_BYTES ? HEVC : null;
      case VVC, AV1, VP9, VP8 -> null;
    };
  }

  private static @Nullable StreamCoding of(Track.Audio track) {
    return switch (track.codec()) {
      case AAC -> AdtsHeader.of(track.config()) == null ? null : AAC;
      case MP3 -> isLowRate(track) ? MPEG2_AUDIO : MPEG1_AUDIO;
      case AC3 -> AC3;
      case EAC3 -> EAC3;
      case OPUS -> OpusChannels.code(track.config()) < 0 ? null : OPUS;
      case FLAC, G711A, G711U, SPEEX -> null;
    };
  }

  private static boolean isLowRate(Track.Audio track) {
    return track.sampleRate() > 0 && track.sampleRate() < MPEG1_MIN_RATE;
  }

  /// How a PMT says this; null if that is nothing we know. Private data is told by `registration`.
  static @Nullable StreamCoding of(int streamType, String registration) {
    for (StreamCoding coding : values()) {
      boolean isMeant =
          streamType == PRIVATE_DATA
              ? !registration.isEmpty() && coding.registration.equals(registration)
              : coding.streamType == streamType;
      if (isMeant) {
        return coding;
      }
    }
    return null;
  }

  /// The codec of sound; null for pictures.
  @Nullable AudioCodec audio() {
    return switch (this) {
      case AVC, HEVC -> null;
      case AAC -> AudioCodec.AAC;
      case MPEG1_AUDIO, MPEG2_AUDIO -> AudioCodec.MP3;
      case AC3 -> AudioCodec.AC3;
      case EAC3 -> AudioCodec.EAC3;
      case OPUS -> AudioCodec.OPUS;
    };
  }

  /// stream_type in the PMT.
  int streamType() {
    return streamType;
  }

  /// stream_id in PES headers (table 2-22).
  int streamId() {
    return streamId;
  }

  /// Writes what the PMT tells beyond [#streamType].
  void writeDescriptors(Track track, ByteBuf out) {
    if (!registration.isEmpty()) {
      out.writeByte(REGISTRATION).writeByte(registration.length());
      for (int i = 0; i < registration.length(); i++) {
        out.writeByte(registration.charAt(i));
      }
    }
    if (this == OPUS) {
      out.writeByte(EXTENSION).writeByte(2).writeByte(OPUS_EXTENSION);
      out.writeByte(OpusChannels.code(track.config()));
    }
  }
}
