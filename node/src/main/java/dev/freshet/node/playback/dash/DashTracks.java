package dev.freshet.node.playback.dash;

import dev.freshet.media.Track;
import dev.freshet.media.fmp4.CodecString;
import dev.freshet.node.playback.packaging.PackagedPart;
import dev.freshet.node.playback.packaging.PackagedPart.TrackFacts;
import dev.freshet.node.playback.packaging.PackagedSegment;
import dev.freshet.protocol.dash.Representation;
import java.util.List;

/// How manifests describe tracks. Stateless.
final class DashTracks {
  private static final long US = 1_000_000;

  /// What MP4 adds to the frames, in percent, at most.
  private static final int OVERHEAD_PERCENT = 12;

  private static final int MILLI = 1_000;

  /// Rates that are no whole number are these many thousandths of one (SMPTE ST 12-1).
  private static final int DROPPED = 1_001;

  private DashTracks() {}

  /// The track as it is in these segments.
  static Representation representation(Track track, List<PackagedSegment> segments) {
    String id = "t" + track.id();
    long bandwidth = bandwidth(track, segments);
    String codecs = CodecString.of(track);
    return switch (track) {
      case Track.Video video ->
          Representation.video(
              id, bandwidth, codecs, video.width(), video.height(), frameRate(video.fps()));
      case Track.Audio audio ->
          Representation.audio(id, bandwidth, codecs, audio.sampleRate(), audio.channels());
      case Track.Data _ -> throw new IllegalArgumentException("track: data (expected: media)");
    };
  }

  private static long bandwidth(Track track, List<PackagedSegment> segments) {
    long most = 1;
    for (PackagedSegment segment : segments) {
      long bytes = 0;
      for (PackagedPart part : segment.parts()) {
        TrackFacts facts = part.track(track.id());
        bytes += facts == null ? 0 : facts.bytes();
      }
      if (segment.durationUs() > 0) {
        long all = bytes + bytes * OVERHEAD_PERCENT / 100;
        most = Math.max(most, all * 8 * US / segment.durationUs());
      }
    }
    return most;
  }

  /// `25`, `30000/1001`; what is neither is given in thousandths.
  static String frameRate(double fps) {
    long milli = Math.round(fps * MILLI);
    if (milli <= 0) {
      return "";
    }
    if (milli % MILLI == 0) {
      return String.valueOf(milli / MILLI);
    }
    long whole = Math.round(fps * DROPPED / MILLI);
    boolean dropped = Math.abs(whole * MILLI * (double) MILLI / DROPPED - milli) < 2;
    return dropped ? whole * MILLI + "/" + DROPPED : milli + "/" + MILLI;
  }
}
