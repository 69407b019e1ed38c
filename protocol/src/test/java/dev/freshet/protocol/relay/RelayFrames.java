package dev.freshet.protocol.relay;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.media.Frame;
import dev.freshet.media.GopHeader;
import dev.freshet.media.Stamp;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.VideoCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Random stamped frames, of three tracks and now and then of a new epoch.
final class RelayFrames {
  private final Random random;
  private final List<Frame> frames = new ArrayList<>();
  private StreamHeader header;
  private GopHeader gop;
  private long dtsUs = -40_000;

  private RelayFrames(Random random) {
    this.random = random;
    header = header(1_800_000_000_000L);
    gop = gop(0, 0);
  }

  /// The first one is an entry point.
  static List<Frame> random(Random random, int count) {
    RelayFrames made = new RelayFrames(random);
    for (int i = 0; i < count; i++) {
      made.add();
    }
    return made.frames;
  }

  /// As a feed would write them for a viewer that was there from the beginning.
  static byte[] mux(List<Frame> frames, boolean headersOnly) {
    ByteBuf out = Unpooled.buffer();
    RelayMuxer muxer = new RelayMuxer(headersOnly);
    muxer.preamble(frames.getFirst(), out);
    for (Frame frame : frames) {
      if (frame.stamp().has(Stamp.HEADER_CHANGED)) {
        muxer.headerChange(frame, out);
      }
      muxer.frame(frame, out);
    }
    return ByteBufUtil.getBytes(out);
  }

  /// What stream and GOP headers take of it.
  static int headerBytes(List<Frame> frames) {
    ByteBuf out = Unpooled.buffer();
    RelayWriter.write(new RelayMessage.StreamHeaderIs(frames.getFirst().header()), out);
    for (Frame frame : frames) {
      if (frame.stamp().has(Stamp.HEADER_CHANGED)) {
        RelayWriter.write(new RelayMessage.StreamHeaderIs(frame.header()), out);
      }
      if (frame.isEntryPoint()) {
        RelayWriter.write(new RelayMessage.GopHeaderIs(frame.gop()), out);
      }
    }
    return out.readableBytes();
  }

  private void add() {
    long sequence = frames.size();
    boolean entry = frames.isEmpty() || random.nextInt(20) == 0;
    boolean changed = entry && !frames.isEmpty() && random.nextInt(3) == 0;
    dtsUs += random.nextInt(40_000);
    if (changed) {
      header = header(header.epoch().term() + 1);
    }
    if (entry) {
      gop = gop(gop.gop() + 1, sequence);
    }
    int flags = (entry ? Stamp.ENTRY_POINT | Stamp.KEYFRAME : 0);
    frames.add(frame(sequence, flags | (changed ? Stamp.HEADER_CHANGED : 0)));
  }

  private Frame frame(long sequence, int flags) {
    int track = (flags & Stamp.ENTRY_POINT) != 0 ? 0 : random.nextInt(3);
    long segment = header.firstSegment() + random.nextInt(100);
    Stamp stamp =
        new Stamp(
            header.epoch(),
            sequence,
            track,
            gop.gop(),
            segment,
            random.nextInt(20),
            segment - 1 + random.nextInt(3),
            random.nextInt(20),
            header.firstSegment() + random.nextInt(3),
            flags,
            dtsUs,
            dtsUs + random.nextInt(200_000),
            1_800_000_000_000_000L + dtsUs + random.nextInt(10_000));
    byte[] bytes = new byte[random.nextInt(2_000)];
    random.nextBytes(bytes);
    ByteBuf payload = Unpooled.wrappedBuffer(bytes);
    return switch (track) {
      case 0 -> new Frame.Video(stamp, header, gop, payload);
      case 1 -> new Frame.Audio(stamp, header, gop, payload);
      default -> new Frame.Data(stamp, header, gop, payload);
    };
  }

  private StreamHeader header(long term) {
    byte[] config = new byte[random.nextInt(60)];
    random.nextBytes(config);
    List<Track> tracks =
        List.of(
            new Track.Video(0, VideoCodec.HEVC, config, 1_920, 1_080, 29.97, new byte[] {1}),
            new Track.Audio(1, AudioCodec.OPUS, config, 48_000, 2, 960),
            new Track.Data(2));
    Map<String, Object> metadata = Map.of("encoder", "obs", "stereo", true, "level", 4.1);
    Epoch epoch = new Epoch(term, new NodeId("origin-1"));
    return new StreamHeader(
        epoch, random.nextInt(5), tracks, metadata, 1_000_000, 200_000, 17_000_000_000L);
  }

  private GopHeader gop(long number, long sequence) {
    return new GopHeader(
        header.epoch(),
        number,
        sequence,
        dtsUs,
        sequence / 2,
        random.nextBoolean() ? -1 : dtsUs + 11,
        1_800_000_000_000_000L + random.nextInt(5_000),
        new GopHeader.Limits(2_000_000, 212_000),
        new GopHeader.Counting(
            1_800_000_000_000_000L, anchor(number), anchor(number + random.nextInt(9))));
  }

  private GopHeader.Anchor anchor(long segment) {
    return new GopHeader.Anchor(segment, dtsUs, 1_800_000_000_000_000L, random.nextInt(2_000_000));
  }
}
