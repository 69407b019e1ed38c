package dev.freshet.hub;

import dev.freshet.media.RawFrame;
import dev.freshet.media.Track;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/// What publishers may send in a minute or so, from a seed: pictures and sound with skew and in
/// bursts, keyframes that stay away, tracks that come late, pictures that stall and return, changed
/// decoders and other publishers.
final class RandomBroadcast {
  /// A thing that arrives.
  private record Arrival(long atMs, int order, Publication.Item.Raw item) {}

  private final Random random;
  private final boolean video;
  private final boolean audio;
  private final long skewMs;
  private final boolean calm;
  private final List<Arrival> arrivals = new ArrayList<>();
  private long beginMs;

  /// @param calm nothing but skew and bursts: no stalls, no lost keyframes, no changes
  RandomBroadcast(Random random, boolean calm) {
    this.random = random;
    this.calm = calm;
    int kind = random.nextInt(4);
    video = kind != 0;
    audio = kind != 1;
    skewMs = random.nextInt(2_000) - 1_000L;
  }

  boolean hasVideo() {
    return video;
  }

  boolean hasBoth() {
    return video && audio;
  }

  /// Sends one publication to `timeline`, from its first to its last item.
  void publish(Timeline timeline, int seconds) {
    arrivals.clear();
    announce();
    if (video) {
      pictures(seconds * 1_000L);
    }
    if (audio) {
      sounds(seconds * 1_000L);
    }
    arrivals.sort(Comparator.comparingLong(Arrival::atMs).thenComparingInt(Arrival::order));
    timeline.begin(0);
    arrivals.forEach(arrival -> timeline.add(arrival.item));
    timeline.endDiscovery();
    beginMs += seconds * 1_000L + random.nextInt(9_000);
  }

  private void announce() {
    boolean lateVideo = !calm && audio && random.nextInt(4) == 0;
    boolean lateAudio = !calm && video && !lateVideo && random.nextInt(4) == 0;
    if (video) {
      track(lateVideo ? 3_000 : -9_000, Tracks.video(random.nextInt(2)));
    }
    if (audio) {
      track(lateAudio ? 3_000 : -9_000, Tracks.audio(1));
    }
  }

  private void pictures(long lengthMs) {
    int frameMs = 16 + random.nextInt(50);
    int untilKeyframe = 0;
    boolean reordered = random.nextBoolean();
    long burstMs = burstMs();
    for (long dtsMs = 0; dtsMs < lengthMs; dtsMs += frameMs) {
      boolean keyframe = untilKeyframe-- <= 0;
      if (keyframe) {
        int seconds = !calm && random.nextInt(6) == 0 ? 14 : 3;
        untilKeyframe = random.nextInt(1 + seconds * 1_000 / frameMs);
      }
      long offsetMs = reordered ? frameMs * random.nextInt(3) : 0;
      media(Tracks.VIDEO, dtsMs, burst(dtsMs + Math.max(0, skewMs), burstMs), offsetMs, keyframe);
      if (!calm && random.nextInt(400) == 0) {
        dtsMs += random.nextInt(6_000); // pictures stall
      }
      if (!calm && keyframe && random.nextInt(12) == 0) {
        track(burst(dtsMs + Math.max(0, skewMs), burstMs) - 1, Tracks.video(random.nextInt(9)));
      }
    }
  }

  private void sounds(long lengthMs) {
    long burstMs = burstMs();
    for (long frame = 0; frame * 40 < lengthMs; frame++) {
      long dtsMs = frame * 40;
      media(Tracks.AUDIO, dtsMs, burst(dtsMs + Math.max(0, -skewMs), burstMs), 0, true);
    }
  }

  /// How long the network holds things back at most, so that skew and burst stay within 1 s.
  private long burstMs() {
    return 1L + random.nextInt((int) Math.max(1, 1_000 - Math.abs(skewMs)));
  }

  private static long burst(long ms, long burstMs) {
    return Math.ceilDiv(ms, burstMs) * burstMs;
  }

  private void track(long atMs, Track track) {
    arrivals.add(new Arrival(atMs, -1, new Publication.Item.NewTrack(track)));
  }

  private void media(int track, long dtsMs, long atMs, long offsetMs, boolean keyframe) {
    RawFrame frame =
        new RawFrame(
            track, dtsMs * 1_000, offsetMs * 1_000, keyframe, false, Unpooled.EMPTY_BUFFER);
    long arrivedMs = beginMs + atMs;
    arrivals.add(
        new Arrival(
            atMs,
            arrivals.size(),
            new Publication.Item.Media(frame, arrivedMs * 1_000, arrivedMs * 1_000_000)));
  }
}
