package dev.freshet.node.playback.hls;

import dev.freshet.media.RawFrame;
import dev.freshet.media.Track;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.VideoCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/// What publishers may send in a minute or two, from a seed: reordered pictures and sound in ms,
/// with skew and in bursts; keyframes 0.1 to 10 s apart; pictures or sound that stop for a while;
/// counters that wrap; other sizes and codecs, publishers that come back, new epochs. Each payload
/// is another one, so that frames can be told apart.
final class RandomAir {
  static final int VIDEO = 0;
  static final int AUDIO = 1;
  private static final int SAMPLES = 1_024;
  private static final long LATE_MS = 3_000;
  private static final long PREROLL_STEP_MS = 9_000; // more would be a jump

  private static final String AVC_HEX =
      "0142c028ffe100176742c028da01e0089f97011000003e90000ea600f1832a01000468ce0fc8";
  private static final String HEVC_HEX =
      "0101600000009000000000007bf000fcfdf8f800000f03a00001001840010c01ffff0160000003009000000300"
          + "0003007b959409a10001002a42010101600000030090000003000003007ba003c0801107cb965654a4e1"
          + "780b40400000fa40003a9802a2000100064401c073c189";

  /// Where something happens: joins are interesting there.
  enum Event {
    RESUME,
    CODEC,
    SOUND_CODEC,
    EPOCH,
    ORIGIN,
    STALL,
    LONG_GOP
  }

  private record Arrival(long atMs, int order, Runnable happens) {}

  final SyntheticAir air;
  final Map<Event, Integer> events = new HashMap<>();
  final TreeSet<Integer> marks = new TreeSet<>(); // how many frames there were at each event
  private final Random random;
  private final boolean calm;
  private final boolean pictures;
  private final boolean sound;
  private final int fps;
  private final int rate;
  private final List<Arrival> arrivals = new ArrayList<>();
  private VideoCodec codec = VideoCodec.AVC;
  private int level = 0x28;
  private int soundConfig;
  private long nowMs;
  private long prerollMs;
  private int serial;

  RandomAir(Random random) {
    this(random, false);
  }

  /// @param calm keyframes every second, nothing that stops or comes late; the rest as ever
  RandomAir(Random random, boolean calm) {
    this.random = random;
    this.calm = calm;
    air = new SyntheticAir();
    int kind = random.nextInt(8);
    pictures = kind != 0;
    sound = kind != 1;
    fps = new int[] {15, 24, 25, 30, 50, 60}[random.nextInt(6)];
    rate = random.nextBoolean() ? 48_000 : 44_100;
  }

  /// Sends some publications, one after the other.
  RandomAir send(int publications, int seconds) {
    for (int i = 0; i < publications; i++) {
      publish(seconds * 1_000L / 2 + random.nextInt(seconds * 500));
      if (i + 1 < publications) {
        part(random.nextInt(6));
      }
    }
    return this;
  }

  /// Sends one publication that is `beforeMs` old when it becomes like others: until then there is
  /// a picture now and then.
  RandomAir sendLate(long beforeMs, long lengthMs) {
    prerollMs = beforeMs;
    publish(beforeMs + lengthMs);
    return this;
  }

  /// Whether there are pictures and sound.
  boolean hasBoth() {
    return pictures && sound;
  }

  private void part(int how) {
    mark(how == 0 ? Event.ORIGIN : how < 3 ? Event.EPOCH : Event.RESUME);
    if (how == 0) {
      air.endEpoch(nowMs);
      air.moveOrigin();
      nowMs += 20_000;
    } else if (how < 3) {
      air.endEpoch(nowMs);
      nowMs += 10_200;
    } else {
      air.loseConnection();
      nowMs += random.nextInt(8_000);
    }
    air.until(nowMs);
  }

  private void publish(long lengthMs) {
    arrivals.clear();
    air.until(nowMs);
    air.publish();
    boolean late = !calm && pictures && sound && random.nextInt(5) == 0;
    boolean picturesLate = late && random.nextBoolean();
    announce(picturesLate, late && !picturesLate);
    long baseMs =
        random.nextInt(3) == 0 ? (1L << 32) - random.nextInt(20_000) : random.nextInt(5_000);
    int skewMs = random.nextInt(600) - 300;
    for (long ms = 0; ms < prerollMs; ms += PREROLL_STEP_MS) {
      send(VIDEO, baseMs + ms, 0, ms, true);
    }
    if (pictures) {
      pictures(prerollMs + (picturesLate ? LATE_MS : 0), lengthMs, baseMs, Math.max(0, skewMs));
    }
    if (sound) {
      sounds(
          prerollMs + (late && !picturesLate ? LATE_MS : 0),
          lengthMs,
          baseMs,
          Math.max(0, -skewMs));
    }
    arrivals.sort(Comparator.comparingLong(Arrival::atMs).thenComparingInt(Arrival::order));
    for (Arrival arrival : arrivals) {
      air.until(nowMs + arrival.atMs);
      arrival.happens.run();
    }
    nowMs += arrivals.getLast().atMs + 1;
  }

  private void announce(boolean picturesLate, boolean soundLate) {
    if (pictures) {
      at(picturesLate ? LATE_MS : 0, () -> air.track(video()));
    }
    if (sound) {
      at(soundLate ? LATE_MS : 0, () -> air.track(audio()));
    }
  }

  private void at(long atMs, Runnable happens) {
    arrivals.add(new Arrival(atMs, arrivals.size(), happens));
  }

  private void pictures(long fromMs, long lengthMs, long baseMs, int lateMs) {
    boolean irregular = !calm && random.nextBoolean();
    int reorder = random.nextInt(3);
    long burstMs = 1L + random.nextInt(150);
    long keyAtMs = fromMs;
    long skippedMs = fromMs;
    for (int i = 0; i * 1_000L / fps + skippedMs < lengthMs; i++) {
      long dtsMs = i * 1_000L / fps + skippedMs;
      long atMs = Math.ceilDiv(dtsMs + lateMs, burstMs) * burstMs;
      boolean key = dtsMs >= keyAtMs;
      if (key) {
        keyAtMs = dtsMs + (irregular ? 100 + random.nextInt(9_900) : 1_000);
        markLongGop(keyAtMs - dtsMs);
        maybeChange(i, atMs);
      }
      int shown = reorder == 0 ? 0 : key ? 1 : i % (reorder + 1);
      long offsetMs = (i + shown) * 1_000L / fps - i * 1_000L / fps;
      send(VIDEO, baseMs + dtsMs, offsetMs, atMs, key);
      if (!calm && random.nextInt(fps * 20) == 0) {
        skippedMs += stall();
      }
    }
  }

  private void markLongGop(long lengthMs) {
    if (lengthMs > 5_000) {
      events.merge(Event.LONG_GOP, 1, Integer::sum);
    }
  }

  private void maybeChange(int picture, long atMs) {
    if (picture == 0 || random.nextInt(8) != 0) {
      return;
    }
    at(atMs, this::changePictures);
  }

  private void changePictures() {
    mark(Event.CODEC);
    if (random.nextInt(3) == 0) {
      codec = codec == VideoCodec.AVC ? VideoCodec.HEVC : VideoCodec.AVC;
    } else {
      codec = VideoCodec.AVC;
      level = level == 0x28 ? 0x29 : 0x28;
    }
    air.track(video());
  }

  private void sounds(long fromMs, long lengthMs, long baseMs, int lateMs) {
    long burstMs = 1L + random.nextInt(150);
    long skippedMs = fromMs;
    boolean changes = !calm && random.nextInt(3) == 0;
    for (int i = 0; (long) i * SAMPLES * 1_000 / rate + skippedMs < lengthMs; i++) {
      long dtsMs = (long) i * SAMPLES * 1_000 / rate + skippedMs;
      long atMs = Math.ceilDiv(dtsMs + lateMs, burstMs) * burstMs;
      if (changes && i > 0 && random.nextInt(400) == 0) {
        at(atMs, this::changeSound);
      }
      send(AUDIO, baseMs + dtsMs, 0, atMs, true);
      if (!calm && random.nextInt(1_000) == 0) {
        skippedMs += stall();
      }
    }
  }

  private void changeSound() {
    mark(Event.SOUND_CODEC);
    soundConfig++;
    air.track(audio());
  }

  private long stall() {
    events.merge(Event.STALL, 1, Integer::sum);
    return 1_300L + random.nextInt(5_000);
  }

  private void send(int track, long dtsMs, long offsetMs, long atMs, boolean key) {
    long wrappedMs = dtsMs & (1L << 32) - 1;
    at(
        atMs,
        () -> {
          ByteBuf payload = track == VIDEO ? picture(key) : soundFrame();
          air.frame(new RawFrame(track, wrappedMs * 1_000, offsetMs * 1_000, key, false, payload));
        });
  }

  private void mark(Event event) {
    events.merge(event, 1, Integer::sum);
    marks.add(air.frames.size());
  }

  private Track.Video video() {
    String hex =
        codec == VideoCodec.HEVC
            ? HEVC_HEX
            : AVC_HEX.replace("42c028", "42c0" + Integer.toHexString(level));
    byte[] config = ByteBufUtil.decodeHexDump(hex);
    return new Track.Video(VIDEO, codec, config, 1_920, 1_080, fps, Track.NONE);
  }

  private Track.Audio audio() {
    // AAC LC, stereo or mono
    String hex = rate == 48_000 ? "11" : "12";
    int index = rate == 48_000 ? 0x80 : 0;
    int channels = 2 - soundConfig % 2;
    byte[] config =
        ByteBufUtil.decodeHexDump(
            hex
                + (index == 0 && channels == 1
                    ? "08"
                    : Integer.toHexString(index | channels << 3)));
    return new Track.Audio(AUDIO, AudioCodec.AAC, config, rate, channels, SAMPLES);
  }

  /// One NAL unit behind its length, without start codes in it.
  private ByteBuf picture(boolean key) {
    int header = codec == VideoCodec.HEVC ? key ? 0x26 : 0x02 : key ? 0x65 : 0x41;
    byte[] unit = unit(24);
    unit[0] = (byte) header;
    unit[1] = 1;
    return Unpooled.buffer().writeInt(unit.length).writeBytes(unit);
  }

  private ByteBuf soundFrame() {
    return Unpooled.wrappedBuffer(unit(16));
  }

  private byte[] unit(int minBytes) {
    byte[] unit = new byte[minBytes + random.nextInt(40)];
    for (int i = 2; i < unit.length; i++) {
      unit[i] = (byte) (1 + random.nextInt(255));
    }
    int number = serial++;
    for (int i = 0; i < 5; i++) {
      unit[2 + i] = (byte) (1 + number % 255);
      number /= 255;
    }
    unit[0] = 0x21; // of sound
    unit[1] = 1;
    return unit;
  }
}
