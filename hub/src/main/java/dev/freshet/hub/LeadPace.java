package dev.freshet.hub;

import dev.freshet.media.Track;

/// How far apart the frames of the leading track are: measured GOP by GOP, and until then as its
/// coding says. Owned by the stream's loop.
final class LeadPace {
  private static final long US = 1_000_000;

  /// Fewer frames than these are no measure.
  private static final int MIN_FRAMES = 5;

  private long intervalUs;
  private long gopStartUs;
  private int gopFrames;
  private boolean measured; // over a whole GOP

  /// Another track leads, or its coding changed.
  void use(Track lead) {
    intervalUs = nominalUs(lead);
    measured = false;
    gopFrames = 0;
  }

  /// The leading track's next frame.
  ///
  /// @param entry whether a GOP begins with it
  void see(long dtsUs, boolean entry) {
    boolean isMeasure = gopFrames >= MIN_FRAMES && dtsUs > gopStartUs;
    if (isMeasure && (entry || !measured)) {
      intervalUs =
          (dtsUs - gopStartUs) / gopFrames; // codings say anything: the first GOP corrects it
      measured = entry;
    }
    if (entry || gopFrames == 0) {
      gopStartUs = dtsUs;
      gopFrames = 0;
    }
    gopFrames++;
  }

  /// Time stopped being even: what was counted so far is no measure.
  void interrupt() {
    gopFrames = 0;
  }

  /// From one frame to the next in us; 0 while nobody knows.
  long intervalUs() {
    return intervalUs;
  }

  private static long nominalUs(Track lead) {
    return switch (lead) {
      case Track.Video video -> video.fps() > 0 ? Math.round(US / video.fps()) : 0;
      case Track.Audio audio ->
          audio.sampleRate() > 0 ? audio.samplesPerFrame() * US / audio.sampleRate() : 0;
      case Track.Data _ -> 0;
    };
  }
}
