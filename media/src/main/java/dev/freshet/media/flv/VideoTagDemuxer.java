package dev.freshet.media.flv;

import dev.freshet.media.RawFrame;
import dev.freshet.media.codec.Av1Config;
import dev.freshet.media.codec.AvcConfig;
import dev.freshet.media.codec.HevcConfig;
import dev.freshet.media.codec.VideoCodec;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads video tag bodies: the legacy form for H.264 and (codec id 12, by custom) H.265, and
/// Enhanced RTMP's. Owned by its [TagDemuxer].
final class VideoTagDemuxer {
  private static final int AVC_ID = 7;
  private static final int HEVC_ID = 12;
  private static final int KEYFRAME = 1;
  private static final int DISPOSABLE = 3;
  private static final int GENERATED_KEYFRAME = 4;
  private static final int COMMAND = 5;

  private final TrackOutput output;
  private final EnhancedHeader enhanced;
  private final List<VideoTrackState> tracks = new ArrayList<>();
  private VideoCodec codecOfAvcId = VideoCodec.AVC;
  private long dtsUs;
  private int frameType;

  VideoTagDemuxer(TrackOutput output) {
    this.output = output;
    enhanced = new EnhancedHeader(VideoPacketType.MULTITRACK.code(), this::packet, output);
  }

  void read(long tagUs, ByteBuf in) {
    if (!in.isReadable()) {
      return; // some encoders send it as a sign of life
    }
    int first = in.readUnsignedByte();
    dtsUs = tagUs;
    frameType = first >> 4 & 7;
    if (frameType == COMMAND && in.readableBytes() <= 1) {
      return; // a client's seek, no picture (FLV 10.1, E.4.3.1)
    }
    if (first >= 0x80) {
      enhanced.read(tagUs, first & 15, in);
    } else {
      legacy(first & 15, in);
    }
  }

  private void legacy(int codecId, ByteBuf in) {
    if (codecId != AVC_ID && codecId != HEVC_ID) {
      output.fault(TagFault.UNKNOWN_CODEC);
    } else if (in.readableBytes() < 4) {
      output.fault(TagFault.MALFORMED);
    } else {
      int packetType = in.readUnsignedByte();
      int ctsMs = in.readMedium(); // with sign: some encoders send negative ones
      legacyPacket(codecId, packetType, ctsMs, in);
    }
  }

  private void legacyPacket(int codecId, int packetType, int ctsMs, ByteBuf in) {
    switch (packetType) { // AVCPacketType (FLV 10.1, E.4.3.1)
      case 0 -> legacyConfig(codecId, output.config(in));
      case 1 -> frame(0, codecId == HEVC_ID ? VideoCodec.HEVC : codecOfAvcId, ctsMs, in);
      case 2 -> {} // end of sequence says nothing new
      default -> output.fault(TagFault.UNKNOWN_PACKET);
    }
  }

  private void legacyConfig(int codecId, byte @Nullable [] config) {
    if (config == null) {
      return;
    }
    VideoCodec codec = VideoCodec.HEVC;
    if (codecId == AVC_ID) {
      // old OBS sends H.265 under H.264's id
      boolean isHevc = HevcConfig.matches(config) && !AvcConfig.matches(config);
      codec = isHevc ? VideoCodec.HEVC : VideoCodec.AVC;
      codecOfAvcId = codec;
    }
    config(0, codec, config);
  }

  private void packet(long packetUs, int number, int packetType, int fourCc, ByteBuf in) {
    dtsUs = packetUs;
    VideoPacketType type = VideoPacketType.of(packetType);
    VideoCodec codec = VideoCodec.byFourCcNumber(fourCc);
    if (type == null) {
      output.fault(TagFault.UNKNOWN_PACKET);
    } else if (codec == null) {
      output.fault(TagFault.UNKNOWN_CODEC);
    } else {
      packet(number, type, codec, in);
    }
  }

  private void packet(int number, VideoPacketType type, VideoCodec codec, ByteBuf in) {
    switch (type) {
      case SEQUENCE_START -> config(number, codec, output.config(in));
      case CODED_FRAMES -> codedFrames(number, codec, in);
      case CODED_FRAMES_X -> frame(number, codec, 0, in);
      case SEQUENCE_END -> {} // says nothing new
      case METADATA -> colorInfo(number, codec, in);
      case MPEG2TS_SEQUENCE_START -> tsConfig(number, codec, in);
      case MULTITRACK, MOD_EX -> output.fault(TagFault.UNKNOWN_PACKET); // not inside a track
    }
  }

  private void codedFrames(int number, VideoCodec codec, ByteBuf in) {
    switch (codec) {
      case AVC, HEVC, VVC -> {
        if (in.readableBytes() < 3) {
          output.fault(TagFault.MALFORMED);
        } else {
          int ctsMs = in.readMedium();
          frame(number, codec, ctsMs, in);
        }
      }
      case AV1, VP8, VP9 -> frame(number, codec, 0, in);
    }
  }

  private void tsConfig(int number, VideoCodec codec, ByteBuf in) {
    byte[] descriptor = output.config(in);
    byte[] config = descriptor == null ? null : Av1Config.ofTsDescriptor(descriptor);
    if (codec != VideoCodec.AV1 || config == null || config.length == 0) {
      output.fault(TagFault.UNKNOWN_PACKET);
    } else {
      config(number, codec, config);
    }
  }

  private void config(int number, VideoCodec codec, byte @Nullable [] config) {
    VideoTrackState track = config == null ? null : track(number);
    if (track != null && config != null) {
      track.config(codec, config);
    }
  }

  private void colorInfo(int number, VideoCodec codec, ByteBuf in) {
    byte[] colorInfo = output.config(in);
    VideoTrackState track = colorInfo == null ? null : track(number);
    if (track != null && colorInfo != null) {
      track.colorInfo(codec, colorInfo);
    }
  }

  private void frame(int number, VideoCodec codec, int ctsMs, ByteBuf in) {
    VideoTrackState track = in.isReadable() ? track(number) : null;
    if (track == null) {
      return;
    }
    boolean isKeyframe = frameType == KEYFRAME || frameType == GENERATED_KEYFRAME;
    if (!track.takes(codec, isKeyframe, in)) {
      output.fault(TagFault.NO_CONFIG);
      return;
    }
    output.frame(
        new RawFrame(
            track.id(),
            dtsUs,
            ctsMs * 1_000L,
            isKeyframe,
            frameType == DISPOSABLE,
            in.readRetainedSlice(in.readableBytes())));
  }

  private @Nullable VideoTrackState track(int number) {
    for (VideoTrackState track : tracks) {
      if (track.id() == 3 * number) {
        return track;
      }
    }
    if (!output.admitTrack()) {
      return null;
    }
    VideoTrackState track = new VideoTrackState(3 * number, output);
    tracks.add(track);
    return track;
  }
}
