package dev.freshet.media.codec;

import io.netty.buffer.ByteBuf;

/// The picture size that VP8 and VP9 tell in their keyframes alone.
public final class VpxKeyframe {
  private static final int VP9_SYNC_CODE = 0x498342;
  private static final int VP8_START_CODE = 0x9D012A;
  private static final int HEADER_BYTES = 16;

  private VpxKeyframe() {}

  /// What the keyframe's header tells; unknown if `frame` is none. Leaves the buffer as it is.
  public static VideoFormat format(VideoCodec codec, ByteBuf frame) {
    byte[] header = new byte[Math.min(HEADER_BYTES, frame.readableBytes())];
    frame.getBytes(frame.readerIndex(), header);
    BitReader in = new BitReader(header, 0, header.length);
    VideoFormat format = codec == VideoCodec.VP8 ? vp8(in) : vp9(in);
    return in.isOverrun() ? VideoFormat.UNKNOWN : format;
  }

  /// RFC 6386 9.1; its numbers are little-endian.
  private static VideoFormat vp8(BitReader in) {
    in.skip(7);
    if (in.flag()) {
      return VideoFormat.UNKNOWN; // an inter frame
    }
    in.skip(16);
    if (in.bits(24) != VP8_START_CODE) {
      return VideoFormat.UNKNOWN;
    }
    int width = in.bits(8) | in.bits(8) << 8;
    int height = in.bits(8) | in.bits(8) << 8;
    return new VideoFormat(width & 0x3FFF, height & 0x3FFF, 0); // upper bits scale
  }

  /// uncompressed_header (VP9 bitstream 6.2) up to frame_size.
  private static VideoFormat vp9(BitReader in) {
    in.skip(2); // frame_marker
    int profile = in.bits(1) | in.bits(1) << 1;
    in.skip(profile == 3 ? 1 : 0);
    boolean showsExisting = in.flag();
    boolean isInter = in.flag();
    in.skip(2); // show_frame, error_resilient_mode
    if (showsExisting || isInter || in.bits(24) != VP9_SYNC_CODE) {
      return VideoFormat.UNKNOWN;
    }
    skipColorConfig(in, profile);
    return new VideoFormat(in.bits(16) + 1, in.bits(16) + 1, 0);
  }

  private static void skipColorConfig(BitReader in, int profile) {
    in.skip(profile >= 2 ? 1 : 0); // ten_or_twelve_bit
    boolean isRgb = in.bits(3) == 7;
    in.skip(isRgb ? 0 : 1); // color_range
    if ((profile & 1) == 1) {
      in.skip(isRgb ? 1 : 3); // subsampling, reserved
    }
  }
}
