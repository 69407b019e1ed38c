package dev.freshet.media.mpegts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.media.Frame;
import dev.freshet.media.GopHeader;
import dev.freshet.media.Stamp;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.AudioFormat;
import dev.freshet.media.codec.OpusHead;
import dev.freshet.media.codec.VideoCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Tracks, and frames stamped as an origin would, as far as the muxer looks at stamps.
final class TsFrames {
  static final Track.Video AVC =
      video(
          VideoCodec.AVC,
          "0142c028ffe100176742c028da01e0089f97011000003e90000ea600f1832a01000468ce0fc8");
  static final Track.Video HEVC =
      video(
          VideoCodec.HEVC,
          "0101600000009000000000007bf000fcfdf8f800000f03a00001001840010c01ffff0160000003009000000300"
              + "0003007b959409a10001002a42010101600000030090000003000003007ba003c0801107cb965654a4e1"
              + "780b40400000fa40003a9802a2000100064401c073c189");
  static final Track.Audio AAC = audio(AudioCodec.AAC, "1210");
  static final Track.Audio HE_AAC = audio(AudioCodec.AAC, "2b920800");
  static final Track.Audio MP3 = new Track.Audio(1, AudioCodec.MP3, Track.NONE, 48_000, 2, 1_152);
  static final Track.Audio AC3 = new Track.Audio(1, AudioCodec.AC3, Track.NONE, 48_000, 6, 1_536);
  static final Track.Audio EAC3 = new Track.Audio(1, AudioCodec.EAC3, Track.NONE, 48_000, 6, 1_536);
  static final Track.Audio OPUS = audio(AudioCodec.OPUS, ByteBufUtil.hexDump(OpusHead.of(2)));

  private static final Epoch EPOCH = new Epoch(1, new NodeId("n1"));
  private static final GopHeader GOP = GopHeader.none(EPOCH);

  private TsFrames() {}

  static StreamHeader header(Track... tracks) {
    return new StreamHeader(EPOCH, 0, List.of(tracks), Map.of(), 0, 0, 0);
  }

  static Frame keyframe(StreamHeader header, long sequence, long dtsUs, String hex) {
    return frame(header, 0, sequence, dtsUs, dtsUs, Stamp.KEYFRAME, bytes(hex));
  }

  static Frame picture(StreamHeader header, long sequence, long dtsUs, long ptsUs, String hex) {
    return frame(header, 0, sequence, dtsUs, ptsUs, 0, bytes(hex));
  }

  static Frame sound(StreamHeader header, long sequence, long dtsUs, String hex) {
    return frame(header, 1, sequence, dtsUs, dtsUs, 0, bytes(hex));
  }

  static Frame frame(
      StreamHeader header,
      int track,
      long sequence,
      long dtsUs,
      long ptsUs,
      int flags,
      byte[] payload) {
    Stamp stamp = new Stamp(EPOCH, sequence, track, 0, 0, 0, 0, 0, 0, flags, dtsUs, ptsUs, 0);
    return switch (header.track(track)) {
      case Track.Video _ -> new Frame.Video(stamp, header, GOP, Unpooled.wrappedBuffer(payload));
      case Track.Audio _ -> new Frame.Audio(stamp, header, GOP, Unpooled.wrappedBuffer(payload));
      case Track.Data _ -> new Frame.Data(stamp, header, GOP, Unpooled.wrappedBuffer(payload));
    };
  }

  /// An equal frame that shares nothing with `frame`, as another node would have it.
  static Frame copy(Frame frame) {
    List<Track> tracks = new ArrayList<>();
    for (Track track : frame.header().tracks()) {
      tracks.add(copy(track));
    }
    Stamp stamp = frame.stamp();
    return frame(
        header(tracks.toArray(Track[]::new)),
        stamp.track(),
        stamp.sequence(),
        stamp.dtsUs(),
        stamp.ptsUs(),
        stamp.flags(),
        ByteBufUtil.getBytes(frame.payload()));
  }

  private static Track copy(Track track) {
    byte[] config = track.config().clone();
    return switch (track) {
      case Track.Video video ->
          new Track.Video(
              video.id(),
              video.codec(),
              config,
              video.width(),
              video.height(),
              video.fps(),
              Track.NONE);
      case Track.Audio audio ->
          new Track.Audio(
              audio.id(),
              audio.codec(),
              config,
              audio.sampleRate(),
              audio.channels(),
              audio.samplesPerFrame());
      case Track.Data data -> data;
    };
  }

  /// The bytes of a segment.
  ///
  /// @param leftOut how many frames should be left out
  static byte[] mux(List<? extends Frame> frames, long segment, int leftOut) {
    UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    ByteBuf out = allocator.heapBuffer();
    assertThat(new TsSegmentMuxer().mux(frames, segment, out)).isEqualTo(leftOut);
    byte[] bytes = ByteBufUtil.getBytes(out);
    out.release();
    assertThat(allocator.metric().usedHeapMemory()).isZero();
    return bytes;
  }

  static Track.Video video(VideoCodec codec, String config) {
    return new Track.Video(0, codec, bytes(config), 1_920, 1_080, 25, Track.NONE);
  }

  static Track.Audio audio(AudioCodec codec, String config) {
    AudioFormat format = AudioFormat.of(codec, bytes(config));
    return new Track.Audio(
        1, codec, bytes(config), format.sampleRate(), format.channels(), format.samplesPerFrame());
  }

  static byte[] bytes(String hex) {
    return ByteBufUtil.decodeHexDump(hex.replace(" ", ""));
  }
}
