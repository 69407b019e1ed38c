package dev.freshet.node.playback.hls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.Epoch;
import dev.freshet.media.Frame;
import dev.freshet.media.Stamp;
import dev.freshet.media.Track;
import dev.freshet.media.TrackClock;
import dev.freshet.media.fmp4.InitSegment;
import dev.freshet.media.mpegts.TsAccessUnit;
import dev.freshet.media.mpegts.TsDemuxer;
import dev.freshet.media.mpegts.TsFault;
import dev.freshet.media.mpegts.TsLimits;
import dev.freshet.media.mpegts.TsReceiver;
import dev.freshet.node.playback.packaging.InitFile;
import dev.freshet.node.playback.packaging.PackagedSegment;
import dev.freshet.node.playback.packaging.Packager;
import dev.freshet.testkit.mp4.Mp4Reader;
import dev.freshet.testkit.mp4.Mp4Sample;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads all that a packager makes, as players of each format would, and compares it with the
/// frames that it was made of.
final class SegmentReader implements TsReceiver {
  private static final long WIRE_TICKS = 1L << 33;
  private static final long TS_ZERO_TICKS = 90_000;
  private static final int TRACKS = 2;

  /// What is known of a frame that was read. Times in ticks of its format.
  private record Found(String hex, long dts, long pts, boolean keyframe, byte @Nullable [] init) {}

  /// Whose map must be there as long as it is.
  private record Read(long number, int track, String hash) {}

  private final List<Read> read = new ArrayList<>();
  private int outlived; // maps that were there, though nothing that is listed needs them
  private final SyntheticAir air;
  private final Packager packager;
  private final Map<Integer, List<Found>> samples = new TreeMap<>(); // by track
  private final Map<Integer, List<Found>> units = new TreeMap<>(); // 0 pictures, 1 sound
  private final Map<Integer, Mp4Reader> readers = new TreeMap<>();
  private final Map<Integer, String> maps = new TreeMap<>();
  private final Map<Integer, Integer> kinds = new TreeMap<>(); // PID to 0 pictures, 1 sound
  private @Nullable TsDemuxer demuxer;
  private @Nullable Epoch epoch;
  private @Nullable Stamp first; // of the first segment
  private long readTo = -1;
  private int segments;

  SegmentReader(SyntheticAir air, Packager packager) {
    this.air = air;
    this.packager = packager;
  }

  /// Segments that were read so far.
  int segments() {
    return segments;
  }

  /// Reads what is complete and was not read yet.
  void readNew() {
    for (PackagedSegment segment : packager.window().segments()) {
      if (segment.number() > readTo) {
        boolean goesOn = segment.number() == readTo + 1 && segment.start().epoch().equals(epoch);
        epoch = segment.start().epoch();
        first = first == null ? segment.start() : first;
        read(segment, !goesOn);
        readTo = segment.number();
        segments++;
      }
    }
    readMaps();
  }

  /// How often a map was there of which only segments had need that were no longer listed.
  int mapsThatOutlivedTheirListing() {
    return outlived;
  }

  private void readMaps() {
    read.removeIf(
        one -> air.read(packager, shelf -> shelf.fragments(one.number, one.track)) == null);
    for (Read one : read) {
      assertThat(air.read(packager, shelf -> shelf.init(one.track, one.hash)))
          .as("map of %d", one.number)
          .isNotNull();
      outlived += isListed(one) ? 0 : 1;
    }
  }

  private boolean isListed(Read one) {
    return packager.window().segments().stream()
        .map(segment -> segment.init(one.track))
        .anyMatch(init -> init != null && init.hash().equals(one.hash));
  }

  /// Nothing more comes.
  ///
  /// @param frames all that should have been read, from the first segment's on
  void check(List<Frame> frames) {
    endTransportStream();
    Stamp begin = Objects.requireNonNull(first);
    for (int track = 0; track < TRACKS; track++) {
      int id = track;
      List<Frame> sent =
          frames.stream()
              .filter(frame -> frame.stamp().track() == id && !isBefore(frame.stamp(), begin))
              .toList();
      compare(sent, samples.getOrDefault(id, List.of()), false);
      compare(sent, units.getOrDefault(id, List.of()), true);
    }
  }

  private static boolean isBefore(Stamp stamp, Stamp first) {
    return stamp.epoch().equals(first.epoch())
        && (stamp.segment() < first.segment() || stamp.sequence() < first.sequence());
  }

  private void read(PackagedSegment segment, boolean anew) {
    if (anew) {
      endTransportStream();
      readers.clear();
      maps.clear();
    }
    readTransportStream(segment);
    for (int track = 0; track < TRACKS; track++) {
      readMp4(segment, track);
    }
  }

  private void readMp4(PackagedSegment segment, int track) {
    if (segment.init(track) == null) {
      return; // it has no such track
    }
    long number = segment.number();
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    for (int i = 0; i < segment.parts().size(); i++) {
      int part = i;
      parts.writeBytes(
          Objects.requireNonNull(air.read(packager, shelf -> shelf.fragment(number, track, part))));
    }
    byte[] whole = air.read(packager, shelf -> shelf.fragments(number, track));
    assertThat(parts.toByteArray()).isEqualTo(whole);
    if (parts.size() == 0) {
      return;
    }
    InitFile init = Objects.requireNonNull(segment.init(track), () -> "map of " + segment.number());
    boolean sameMap = init.hash().equals(maps.put(track, init.hash()));
    if (!sameMap) {
      read.add(new Read(number, track, init.hash()));
    }
    if (!sameMap || segment.beginsAnew()) {
      readers.put(track, new Mp4Reader(init.bytes()));
    }
    for (Mp4Sample sample : Objects.requireNonNull(readers.get(track)).read(parts.toByteArray())) {
      samples
          .computeIfAbsent(track, _ -> new ArrayList<>())
          .add(
              new Found(
                  ByteBufUtil.hexDump(sample.data()),
                  sample.dts(),
                  sample.pts(),
                  sample.sync(),
                  init.bytes()));
    }
  }

  private void readTransportStream(PackagedSegment segment) {
    byte[] bytes =
        Objects.requireNonNull(
            air.read(packager, shelf -> shelf.transportStream(segment.number())));
    if (demuxer == null) {
      demuxer = new TsDemuxer(TsLimits.DEFAULT, new UnpooledByteBufAllocator(false), this);
    }
    demuxer.read(Unpooled.wrappedBuffer(bytes));
  }

  private void endTransportStream() {
    TsDemuxer open = demuxer;
    if (open == null) {
      return;
    }
    open.end();
    open.close();
    for (TsFault fault : TsFault.values()) {
      assertThat(open.faults().count(fault)).as("%s", fault).isZero();
    }
    demuxer = null;
    kinds.clear();
  }

  @Override
  public void track(int pid, Track track) {
    kinds.put(pid, track instanceof Track.Video ? 0 : 1);
  }

  @Override
  public void accessUnit(TsAccessUnit unit) {
    int kind = Objects.requireNonNull(kinds.get(unit.pid()));
    units
        .computeIfAbsent(kind, _ -> new ArrayList<>())
        .add(
            new Found(
                ByteBufUtil.hexDump(unit.payload()),
                unit.dtsTicks(),
                unit.ptsTicks(),
                unit.isKeyframe(),
                null));
    unit.payload().release();
  }

  private static void compare(List<Frame> sent, List<Found> found, boolean transportStream) {
    List<String> expected = sent.stream().map(f -> ByteBufUtil.hexDump(f.payload())).toList();
    List<String> hexes = found.stream().map(Found::hex).toList();
    if (!hexes.equals(expected)) {
      int at = 0;
      while (at < hexes.size() && at < expected.size() && hexes.get(at).equals(expected.get(at))) {
        at++;
      }
      throw new AssertionError(
          (transportStream ? "TS" : "MP4")
              + ": "
              + hexes.size()
              + " of "
              + expected.size()
              + ", other from "
              + at
              + ": "
              + (at < sent.size() ? sent.get(at).stamp() : "behind the end"));
    }
    for (int i = 0; i < sent.size(); i++) {
      boolean same =
          transportStream
              ? isThatUnit(found.get(i), sent.get(i))
              : isThatSample(found.get(i), sent.get(i));
      if (!same) {
        throw new AssertionError(
            (transportStream ? "TS " : "MP4 ")
                + found.get(i)
                + " (expected: "
                + sent.get(i).stamp()
                + ")");
      }
    }
  }

  private static boolean isThatUnit(Found found, Frame frame) {
    Stamp stamp = frame.stamp();
    int tolerance = frame instanceof Frame.Video ? 0 : 1; // sound counts from its packet's time
    return isAt(found.dts, stamp.dtsUs(), tolerance)
        && isAt(found.pts, stamp.ptsUs(), tolerance)
        && (frame instanceof Frame.Audio || found.keyframe == stamp.has(Stamp.KEYFRAME));
  }

  private static boolean isAt(long ticks, long us, int tolerance) {
    long expected = Math.floorDiv(us * 9 + 50, 100) + TS_ZERO_TICKS;
    long off = Math.floorMod(ticks - expected + tolerance, WIRE_TICKS);
    return off <= 2L * tolerance;
  }

  private static boolean isThatSample(Found found, Frame frame) {
    Stamp stamp = frame.stamp();
    TrackClock clock = TrackClock.of(frame.track());
    ByteBuf out = Unpooled.buffer();
    InitSegment.write(frame.track(), out);
    return found.dts == clock.ticks(stamp.dtsUs())
        && found.pts == clock.ticks(stamp.ptsUs())
        && (frame instanceof Frame.Audio || found.keyframe == stamp.has(Stamp.KEYFRAME))
        && Arrays.equals(ByteBufUtil.getBytes(out), found.init);
  }
}
