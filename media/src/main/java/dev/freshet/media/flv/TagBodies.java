package dev.freshet.media.flv;

import dev.freshet.media.Frame;
import dev.freshet.media.Stamp;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.VideoCodec;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Writes the bodies of FLV tags, which are those of RTMP messages too. A value: no owner.
///
/// H.264, AAC, MP3, G.711 and Speex go in the legacy form, everything else in Enhanced RTMP's. Only
/// the first video and the first audio track are written; a payload is written as it was received.
public final class TagBodies {
  private static final int MAX_BODY_BYTES = 0xFFFFFF;
  private static final int LEGACY_VIDEO_HEADER_BYTES = 5;
  private static final int ENHANCED_HEADER_BYTES = 5;
  private static final int CTS_BYTES = 3;
  private static final int MAX_CTS_MS = 0x7FFFFF;
  private static final int LEGACY_HEVC_ID = 12;
  private static final int AVC_ID = 7;
  private static final int ENHANCED_VIDEO = 0x80;
  private static final int ENHANCED_AUDIO = 0x90;
  private static final int FRAME_TYPE_KEY = 1;
  private static final int FRAME_TYPE_INTER = 2;
  private static final int FRAME_TYPE_DISPOSABLE = 3;
  private static final int FRAME_TYPE_COMMAND = 5;

  private final TagDialect dialect;

  public TagBodies(TagDialect dialect) {
    this.dialect = dialect;
  }

  /// The type of the tag that carries this frame, or null if none does: it belongs to a further
  /// track, or is too large.
  public @Nullable TagType type(Frame frame) {
    if (frame.payloadBytes() > MAX_BODY_BYTES - ENHANCED_HEADER_BYTES - CTS_BYTES) {
      return null;
    }
    int track = frame.stamp().track();
    StreamHeader header = frame.header();
    return switch (frame) {
      case Frame.Video _ -> isTrack(track, header.video()) ? TagType.VIDEO : null;
      case Frame.Audio _ -> isTrack(track, header.audio()) ? TagType.AUDIO : null;
      case Frame.Data _ -> TagType.SCRIPT;
    };
  }

  private static boolean isTrack(int id, @Nullable Track track) {
    return track != null && track.id() == id;
  }

  /// Exactly what [#write] writes; only for frames that have a [#type].
  public int bodyBytes(Frame frame) {
    int headerBytes =
        switch (frame.track()) {
          case Track.Video track -> videoHeaderBytes(track.codec(), frame.stamp());
          case Track.Audio track -> audioHeaderBytes(track.codec());
          case Track.Data _ -> 0;
        };
    return headerBytes + frame.payloadBytes();
  }

  /// Writes a frame's body; only for frames that have a [#type].
  public void write(Frame frame, ByteBuf out) {
    switch (frame.track()) {
      case Track.Video track -> writeVideoHeader(track.codec(), frame.stamp(), out);
      case Track.Audio track -> writeAudioHeader(track, out);
      case Track.Data _ -> {}
    }
    ByteBuf payload = frame.payload();
    out.writeBytes(payload, payload.readerIndex(), payload.readableBytes());
  }

  /// Writes what a decoder needs before the track's first frame; nothing for codecs without it.
  public void writeSequenceHeader(Track track, ByteBuf out) {
    switch (track) {
      case Track.Video video -> writeVideoConfig(video, out);
      case Track.Audio audio -> writeAudioConfig(audio, out);
      case Track.Data _ -> {}
    }
  }

  /// Writes the packet that describes the pictures' colours, if the publisher sent one and the
  /// dialect has it.
  public void writeColorInfo(Track.Video track, ByteBuf out) {
    boolean understood = !dialect.browser() && !isLegacy(track.codec());
    if (track.colorInfo().length > 0 && understood) {
      // the frame type is a command's; this packet type overrules it (Enhanced RTMP v2, Metadata)
      int first = ENHANCED_VIDEO | FRAME_TYPE_COMMAND << 4 | VideoPacketType.METADATA.code();
      out.writeByte(first).writeInt(track.codec().fourCcNumber()).writeBytes(track.colorInfo());
    }
  }

  /// Writes the script message onMetaData.
  public void writeMetadata(StreamHeader header, ByteBuf out) {
    OnMetaData.write(header, dialect, out);
  }

  /// Presentation minus decoding time as a player will see them, which count whole ms.
  static int ctsMs(Stamp stamp) {
    long ctsMs = Math.floorDiv(stamp.ptsUs(), 1_000L) - Math.floorDiv(stamp.dtsUs(), 1_000L);
    return Math.clamp(ctsMs, -MAX_CTS_MS - 1, MAX_CTS_MS);
  }

  private boolean isLegacy(VideoCodec codec) {
    return codec == VideoCodec.AVC || (codec == VideoCodec.HEVC && dialect.hevc12());
  }

  private int videoHeaderBytes(VideoCodec codec, Stamp stamp) {
    if (isLegacy(codec)) {
      return LEGACY_VIDEO_HEADER_BYTES;
    }
    return ENHANCED_HEADER_BYTES + (sendsCts(codec, stamp) ? CTS_BYTES : 0);
  }

  private static boolean sendsCts(VideoCodec codec, Stamp stamp) {
    return switch (codec) {
      case AVC, HEVC, VVC -> ctsMs(stamp) != 0;
      case AV1, VP8, VP9 -> false;
    };
  }

  private void writeVideoHeader(VideoCodec codec, Stamp stamp, ByteBuf out) {
    if (isLegacy(codec)) {
      out.writeByte(frameType(stamp) << 4 | legacyId(codec)).writeByte(1).writeMedium(ctsMs(stamp));
    } else if (sendsCts(codec, stamp)) {
      writeEnhanced(frameType(stamp), VideoPacketType.CODED_FRAMES, codec, out);
      out.writeMedium(ctsMs(stamp));
    } else {
      writeEnhanced(frameType(stamp), withoutCts(codec), codec, out);
    }
  }

  private static VideoPacketType withoutCts(VideoCodec codec) {
    return switch (codec) {
      case AVC, HEVC, VVC -> VideoPacketType.CODED_FRAMES_X;
      case AV1, VP8, VP9 -> VideoPacketType.CODED_FRAMES; // never has one
    };
  }

  private static void writeEnhanced(
      int frameType, VideoPacketType type, VideoCodec codec, ByteBuf out) {
    out.writeByte(ENHANCED_VIDEO | frameType << 4 | type.code()).writeInt(codec.fourCcNumber());
  }

  private static int legacyId(VideoCodec codec) {
    return codec == VideoCodec.HEVC ? LEGACY_HEVC_ID : AVC_ID;
  }

  private static int frameType(Stamp stamp) {
    if (stamp.has(Stamp.KEYFRAME)) {
      return FRAME_TYPE_KEY;
    }
    return stamp.has(Stamp.DISPOSABLE) ? FRAME_TYPE_DISPOSABLE : FRAME_TYPE_INTER;
  }

  private void writeVideoConfig(Track.Video track, ByteBuf out) {
    if (track.config().length == 0) {
      return;
    }
    if (isLegacy(track.codec())) {
      out.writeByte(FRAME_TYPE_KEY << 4 | legacyId(track.codec())).writeInt(0); // type and CTS 0
    } else {
      writeEnhanced(FRAME_TYPE_KEY, VideoPacketType.SEQUENCE_START, track.codec(), out);
    }
    out.writeBytes(track.config());
  }

  private static int audioHeaderBytes(AudioCodec codec) {
    return switch (codec) {
      case AAC -> 2;
      case MP3, G711A, G711U, SPEEX -> 1;
      case OPUS, AC3, EAC3, FLAC -> ENHANCED_HEADER_BYTES;
    };
  }

  private static void writeAudioHeader(Track.Audio track, ByteBuf out) {
    switch (track.codec()) {
      case AAC -> out.writeByte(LegacyAudio.AAC).writeByte(1);
      case MP3, G711A, G711U, SPEEX -> out.writeByte(LegacyAudio.firstByte(track));
      case OPUS, AC3, EAC3, FLAC -> writeEnhanced(AudioPacketType.CODED_FRAMES, track.codec(), out);
    }
  }

  private static void writeAudioConfig(Track.Audio track, ByteBuf out) {
    switch (track.codec()) {
      case AAC -> out.writeByte(LegacyAudio.AAC).writeByte(0).writeBytes(track.config());
      case MP3, G711A, G711U, SPEEX -> {}
      case OPUS, FLAC -> {
        writeEnhanced(AudioPacketType.SEQUENCE_START, track.codec(), out);
        out.writeBytes(track.config());
      }
      case AC3, EAC3 -> // it only says what is coming: what the track holds is MP4's
          writeEnhanced(AudioPacketType.SEQUENCE_START, track.codec(), out);
    }
  }

  private static void writeEnhanced(AudioPacketType type, AudioCodec codec, ByteBuf out) {
    out.writeByte(ENHANCED_AUDIO | type.code()).writeInt(codec.fourCcNumber());
  }
}
