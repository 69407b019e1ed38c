package dev.freshet.app.client;

import dev.freshet.contract.time.Clock;
import dev.freshet.media.MediaReceiver;
import dev.freshet.media.RawFrame;
import dev.freshet.media.Track;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a viewer received, and how well. Owned by its [Player].
final class PlayMeter implements MediaReceiver {
  private static final long MAX_WAIT_FOR_CLOCK_US = 2_000_000;

  private final Clock clock;
  private final long startNs;
  final ClockOffset offset = new ClockOffset();
  final TrackMeter video = new TrackMeter();
  final TrackMeter audio = new TrackMeter();
  final DelayMeter delay = new DelayMeter();
  final Playout playout = new Playout();
  private Track.@Nullable Video videoTrack;
  private Track.@Nullable Audio audioTrack;
  private long ingestUnixUs = -1;
  private long joinUnixUs;
  private long connectMs = -1;
  private long firstPictureMs = -1;
  private long keyframes;
  private long keyframeMs;
  private long gopMs = -1;
  private long maxGopMs = -1;

  PlayMeter(Clock clock) {
    this.clock = clock;
    this.startNs = clock.nanoTime();
  }

  /// The server plays.
  void started() {
    connectMs = elapsedMs();
    joinUnixUs = clock.unixUs();
  }

  /// When the next frame reached its origin, by its clock.
  void ingestClock(long unixUs) {
    ingestUnixUs = unixUs;
  }

  @Override
  public void track(Track track) {
    switch (track) {
      case Track.Video picture -> videoTrack = picture.id() == 0 ? picture : videoTrack;
      case Track.Audio sound -> audioTrack = sound.id() == 1 ? sound : audioTrack;
      case Track.Data _ -> {}
    }
  }

  @Override
  public void metadata(Map<String, Object> metadata) {}

  @Override
  public void frame(RawFrame frame) {
    long timestampMs = frame.dtsUs() / 1_000;
    int bytes = frame.payload().readableBytes();
    frame.payload().release();
    switch (frame.track()) {
      case 0 -> picture(timestampMs, frame.keyframe(), bytes);
      case 1 -> sound(timestampMs, bytes);
      default -> {} // further tracks and data
    }
  }

  private void picture(long timestampMs, boolean isKeyframe, int bytes) {
    video.frame(timestampMs, bytes);
    if (isKeyframe) {
      keyframe();
    }
    if (firstPictureMs < 0 && isKeyframe) {
      firstPictureMs = elapsedMs();
    }
    playout.frame(timestampMs, clock.nanoTime());
    arrived();
  }

  private void keyframe() {
    if (keyframes++ > 0) {
      gopMs = video.lastMs() - keyframeMs;
      maxGopMs = Math.max(maxGopMs, gopMs);
    }
    keyframeMs = video.lastMs();
  }

  private void sound(long timestampMs, int bytes) {
    audio.frame(timestampMs, bytes);
    if (videoTrack == null) {
      playout.frame(timestampMs, clock.nanoTime());
    }
    arrived();
  }

  /// What was ingested before we came was sent at once, from the server's memory: that is no delay.
  private void arrived() {
    long nowUs = clock.unixUs();
    boolean isSure = offset.isKnown() || nowUs - joinUnixUs > MAX_WAIT_FOR_CLOCK_US;
    if (isSure && ingestUnixUs >= joinUnixUs + offset.offsetUs()) {
      delay.add(nowUs + offset.offsetUs() - ingestUnixUs);
    }
    ingestUnixUs = -1;
  }

  Track.@Nullable Video videoTrack() {
    return videoTrack;
  }

  Track.@Nullable Audio audioTrack() {
    return audioTrack;
  }

  /// Whether anything has arrived that can be seen or heard.
  boolean hasFrames() {
    return video.frames() + audio.frames() > 0;
  }

  long elapsedMs() {
    return (clock.nanoTime() - startNs) / 1_000_000;
  }

  long bufferMs() {
    return Math.max(0, playout.bufferNs(clock.nanoTime()) / 1_000_000);
  }

  /// From the start to the server's yes; -1 if it has not come.
  long connectMs() {
    return connectMs;
  }

  /// From the start to the first keyframe; -1 if none has come.
  long firstPictureMs() {
    return firstPictureMs;
  }

  long keyframes() {
    return keyframes;
  }

  /// Length of the newest whole GOP; -1 while there is none.
  long gopMs() {
    return gopMs;
  }

  long maxGopMs() {
    return maxGopMs;
  }
}
