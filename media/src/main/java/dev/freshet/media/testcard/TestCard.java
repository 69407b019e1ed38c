package dev.freshet.media.testcard;

import dev.freshet.media.RawFrame;
import dev.freshet.media.Track;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/// The test broadcast: its tracks and, one after the other in order of time, its frames, without
/// end. Owned by the thread that pushes it, which is better not an event loop, as a keyframe takes
/// some ms of computing.
///
/// It has no clock: frame times count from 0, and the picture shows `startUnixUs` plus that time.
/// For the picture to show the true time, the caller hands each frame on when its wall clock is
/// `startUnixUs` + [#nextDtsUs]. What comes out is a function of the arguments alone, to the byte.
public final class TestCard {
  /// [Track#id] of the pictures.
  public static final int VIDEO_TRACK = 0;

  /// [Track#id] of the sound.
  public static final int AUDIO_TRACK = 1;

  private final TestCardVideo video;
  private final TestCardAudio audio;

  /// A broadcast that begins at frame 0.
  ///
  /// @param startUnixUs wall-clock time that frame 0 shows, in us; on a whole second, keyframes and
  ///   flashes coincide
  /// @param fps pictures a second, 1 to 120; each that many-th is a keyframe
  /// @param allocator of the payloads, which go to the caller
  public TestCard(long startUnixUs, int fps, ByteBufAllocator allocator) {
    Timeline timeline = new Timeline(startUnixUs, fps);
    video = new TestCardVideo(VIDEO_TRACK, timeline, allocator);
    audio = new TestCardAudio(AUDIO_TRACK, timeline, allocator);
  }

  /// The pictures' track and the sound's.
  public List<Track> tracks() {
    return List.of(video.track(), audio.track());
  }

  /// Time of the next frame in us from the start; never falls.
  public long nextDtsUs() {
    return Math.min(video.nextDtsUs(), audio.nextDtsUs());
  }

  /// Makes the next frame, pictures before sound of the same time.
  public RawFrame next() {
    return video.nextDtsUs() <= audio.nextDtsUs() ? video.next() : audio.next();
  }
}
