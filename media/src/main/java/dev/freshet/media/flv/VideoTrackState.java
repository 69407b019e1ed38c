package dev.freshet.media.flv;

import dev.freshet.media.Track;
import dev.freshet.media.codec.VideoCodec;
import dev.freshet.media.codec.VideoFormat;
import dev.freshet.media.codec.VpxKeyframe;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One video track as its publisher told it so far; announces what changed, and only that. Owned by
/// its [VideoTagDemuxer].
final class VideoTrackState {
  private final int id;
  private final TrackOutput output;
  private byte[] colorInfo = Track.NONE;
  private Track.@Nullable Video announced;

  VideoTrackState(int id, TrackOutput output) {
    this.id = id;
    this.output = output;
  }

  int id() {
    return id;
  }

  void config(VideoCodec codec, byte[] config) {
    Track.Video before = announced;
    if (before == null || before.codec() != codec || !Arrays.equals(before.config(), config)) {
      announce(codec, config, VideoFormat.of(codec, config));
    }
  }

  void colorInfo(VideoCodec codec, byte[] newColorInfo) {
    Track.Video before = announced;
    boolean isOfOtherTrack = before != null && before.codec() != codec; // ffmpeg 8 with multitrack
    if (isOfOtherTrack || Arrays.equals(colorInfo, newColorInfo)) {
      return;
    }
    colorInfo = newColorInfo;
    if (before != null) {
      VideoFormat format = new VideoFormat(before.width(), before.height(), before.fps());
      announce(before.codec(), before.config(), format);
    }
  }

  /// Whether a player could decode the frame. VP8 and VP9 need no configuration: their keyframes,
  /// which alone tell the size, make the track.
  boolean takes(VideoCodec codec, boolean isKeyframe, ByteBuf frame) {
    if (isKeyframe && (codec == VideoCodec.VP8 || codec == VideoCodec.VP9)) {
      sizeOf(codec, frame);
    }
    Track.Video track = announced;
    return track != null && track.codec() == codec;
  }

  private void sizeOf(VideoCodec codec, ByteBuf keyframe) {
    VideoFormat format = VpxKeyframe.format(codec, keyframe);
    Track.Video before = announced;
    if (before == null || before.codec() != codec) {
      announce(codec, Track.NONE, format);
    } else if (format.width() > 0
        && (before.width() != format.width() || before.height() != format.height())) {
      announce(codec, before.config(), format);
    }
  }

  private void announce(VideoCodec codec, byte[] config, VideoFormat format) {
    Track.Video track =
        new Track.Video(
            id, codec, config, format.width(), format.height(), format.fps(), colorInfo);
    announced = track;
    output.track(track);
  }
}
