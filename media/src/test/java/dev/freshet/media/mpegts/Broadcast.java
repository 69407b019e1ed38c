package dev.freshet.media.mpegts;

import dev.freshet.media.Frame;
import dev.freshet.media.Stamp;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import dev.freshet.media.codec.VideoCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A stream as an origin might have stamped it, drawn from a seed: pictures with and without
/// reordering, sound of each codec, holes, tiny and huge frames; in segments that begin with
/// keyframes.
final class Broadcast {
  /// A tick before the 33 bits wrap, as stream time.
  static final long WRAP_US = ((1L << 33) - TsClock.OFFSET_TICKS) * 100 / 9;

  private static final List<Track.Video> PICTURES = List.of(TsFrames.AVC, TsFrames.HEVC);
  private static final List<Track.Audio> SOUNDS =
      List.of(
          TsFrames.AAC, TsFrames.HE_AAC, TsFrames.MP3, TsFrames.AC3, TsFrames.EAC3, TsFrames.OPUS);

  final Track.@Nullable Video video;
  final Track.@Nullable Audio audio;
  final List<Frame> pictures = new ArrayList<>();
  final List<Frame> sounds = new ArrayList<>();
  final TreeMap<Long, List<Frame>> segments = new TreeMap<>();

  private final Random random;
  private final StreamHeader header;
  private final List<Long> cutsUs = new ArrayList<>();
  private final long firstSegment;
  private long sequence;

  Broadcast(Random random) {
    this.random = random;
    int kind = random.nextInt(6); // 0: sound alone, 1: pictures alone
    video = kind == 0 ? null : PICTURES.get(random.nextInt(PICTURES.size()));
    audio = kind == 1 ? null : SOUNDS.get(random.nextInt(SOUNDS.size()));
    header =
        TsFrames.header(Stream.of(video, audio).filter(Objects::nonNull).toArray(Track[]::new));
    firstSegment = random.nextInt(1_000);
    long startUs = random.nextInt(3) == 0 ? WRAP_US - random.nextInt(2_000_000) : random.nextInt(9);
    long endUs = startUs + 1_000_000 + random.nextInt(3_000_000);
    if (video != null) {
      makePictures(video, startUs, endUs);
    }
    if (audio != null) {
      makeSounds(audio, startUs, endUs);
    }
    cut(startUs);
  }

  private void makePictures(Track.Video track, long startUs, long endUs) {
    long frameUs = List.of(16_667L, 33_333L, 40_000L, 200_000L).get(random.nextInt(4));
    int reorder = random.nextInt(4);
    long dtsUs = startUs;
    for (int i = 0; dtsUs < endUs; i++) {
      boolean isKeyframe = i == 0 || random.nextInt(20) == 0;
      long ptsUs = dtsUs + (reorder == 0 ? 0 : frameUs * random.nextInt(reorder + 1));
      if (isKeyframe) {
        cutsUs.add(dtsUs);
      }
      int flags = isKeyframe ? Stamp.KEYFRAME : 0;
      pictures.add(frame(track, dtsUs, ptsUs, flags, picture(track.codec(), isKeyframe)));
      dtsUs += random.nextInt(60) == 0 ? random.nextInt(3_000_000) : frameUs;
    }
  }

  private byte[] picture(VideoCodec codec, boolean isKeyframe) {
    ByteBuf out = Unpooled.buffer();
    boolean isHuge = random.nextInt(100) == 0;
    for (int i = random.nextInt(3); i >= 0; i--) {
      byte[] unit = new byte[2 + random.nextInt(isHuge ? 150_000 : random.nextBoolean() ? 4 : 900)];
      random.nextBytes(unit);
      for (int at = 0; at < unit.length; at++) {
        unit[at] |= (byte) (unit[at] == 0 ? 1 : 0); // no start codes
      }
      unit[0] = (byte) (codec == VideoCodec.AVC ? isKeyframe ? 0x65 : 0x41 : isKeyframe ? 0x26 : 2);
      out.writeInt(unit.length).writeBytes(unit);
    }
    return ByteBufUtil.getBytes(out);
  }

  private void makeSounds(Track.Audio track, long startUs, long endUs) {
    long baseUs = startUs + random.nextInt(50_000);
    int rate = track.sampleRate();
    int samples = track.samplesPerFrame() == 0 ? 960 : track.samplesPerFrame();
    long count = 0;
    while (baseUs + count * samples * 1_000_000 / rate < endUs) {
      long dtsUs = baseUs + count * samples * 1_000_000 / rate;
      count++;
      sounds.add(frame(track, dtsUs, dtsUs, 0, sound(track)));
      if (random.nextInt(40) == 0) { // a hole
        baseUs = dtsUs + 60_000 + random.nextInt(1_000_000);
        count = 0;
      }
    }
  }

  private byte[] sound(Track.Audio track) {
    return switch (track.codec()) {
      case AAC -> randomBytes("", 1 + random.nextInt(random.nextInt(20) == 0 ? 8_000 : 400));
      case MP3 -> randomBytes("fffb9464", 384);
      case AC3 -> randomBytes("0b77e3b81c40ebf8", 1_536);
      case EAC3 -> randomBytes("0b7702ff3f87c000", 1_536);
      case OPUS -> randomBytes("fc", 1 + random.nextInt(1_000)); // 20 ms
      case FLAC, G711A, G711U, SPEEX -> throw new IllegalArgumentException("track: " + track);
    };
  }

  private byte[] randomBytes(String head, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    byte[] first = TsFrames.bytes(head);
    System.arraycopy(first, 0, bytes, 0, first.length);
    return bytes;
  }

  private Frame frame(Track track, long dtsUs, long ptsUs, int flags, byte[] payload) {
    return TsFrames.frame(header, track.id(), sequence++, dtsUs, ptsUs, flags, payload);
  }

  /// Segments begin at keyframes; streams of sound are cut by time.
  private void cut(long startUs) {
    TreeMap<Long, List<Frame>> byPlace = new TreeMap<>();
    for (List<Frame> frames : List.of(pictures, sounds)) {
      for (Frame frame : frames) {
        byPlace.computeIfAbsent(place(frame, startUs), _ -> new ArrayList<>()).add(frame);
      }
    }
    for (List<Frame> frames : byPlace.values()) {
      segments.put(firstSegment + segments.size(), frames);
    }
  }

  private long place(Frame frame, long startUs) {
    if (cutsUs.isEmpty()) {
      return (frame.stamp().dtsUs() - startUs) / 700_000;
    }
    long place = 0;
    for (long cutUs : cutsUs) {
      place += cutUs > startUs && frame.stamp().dtsUs() >= cutUs ? 1 : 0;
    }
    return place;
  }

  /// All segments one behind the other.
  byte[] mux() {
    ByteBuf out = Unpooled.buffer();
    segments.forEach((segment, frames) -> out.writeBytes(TsFrames.mux(frames, segment, 0)));
    return ByteBufUtil.getBytes(out);
  }
}
