package dev.freshet.media.mpegts;

import dev.freshet.media.Frame;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The tracks that a segment's PMT announces: of the first header, in order of sequence, that has
/// one, its first video track and its first audio track, where MPEG-TS can carry them. A value: no
/// owner.
record SegmentTracks(Track.@Nullable Video video, Track.@Nullable Audio audio) {
  /// Of the segment that holds these frames, whatever their order.
  static SegmentTracks of(List<? extends Frame> frames) {
    Track.Video video = null;
    Track.Audio audio = null;
    long videoSequence = Long.MAX_VALUE;
    long audioSequence = Long.MAX_VALUE;
    for (Frame frame : frames) {
      StreamHeader header = frame.header();
      long sequence = frame.stamp().sequence();
      if (sequence < videoSequence && isCarried(header.video(), video)) {
        video = header.video();
        videoSequence = sequence;
      }
      if (sequence < audioSequence && isCarried(header.audio(), audio)) {
        audio = header.audio();
        audioSequence = sequence;
      }
    }
    return new SegmentTracks(video, audio);
  }

  private static boolean isCarried(@Nullable Track track, @Nullable Track known) {
    return track != null && (track.equals(known) || StreamCoding.of(track) != null);
  }

  boolean isEmpty() {
    return video == null && audio == null;
  }

  /// Whether `frame` is of the video track; its configuration may have changed, its codec not.
  boolean isVideo(Frame frame) {
    return video != null
        && frame.track() instanceof Track.Video track
        && track.id() == video.id()
        && track.codec() == video.codec();
  }

  /// The same for the audio track.
  boolean isAudio(Frame frame) {
    return audio != null
        && frame.track() instanceof Track.Audio track
        && track.id() == audio.id()
        && track.codec() == audio.codec();
  }

  /// The PID that carries the clock reference.
  int clockPid() {
    return video != null ? TsPids.VIDEO : TsPids.AUDIO;
  }
}
