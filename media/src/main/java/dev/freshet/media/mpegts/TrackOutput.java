package dev.freshet.media.mpegts;

import dev.freshet.media.Track;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.AudioFormat;
import dev.freshet.media.codec.VideoCodec;
import dev.freshet.media.codec.VideoFormat;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// One stream's way to the receiver: announces its track when that changed, and marks the first
/// access unit behind a hole. Owned by its [Elementary].
final class TrackOutput {
  private final int pid;
  private final int id;
  private final TsFaults faults;
  private final TsReceiver receiver;
  private @Nullable Track announced;
  private boolean isDiscontinuity;

  TrackOutput(int pid, int id, TsFaults faults, TsReceiver receiver) {
    this.pid = pid;
    this.id = id;
    this.faults = faults;
    this.receiver = receiver;
  }

  void video(VideoCodec codec, byte[] config) {
    VideoFormat format = VideoFormat.of(codec, config);
    announce(
        new Track.Video(
            id, codec, config, format.width(), format.height(), format.fps(), Track.NONE));
  }

  void audio(AudioCodec codec, byte[] config, AudioFormat format) {
    announce(
        new Track.Audio(
            id, codec, config, format.sampleRate(), format.channels(), format.samplesPerFrame()));
  }

  private void announce(Track track) {
    announced = track;
    receiver.track(pid, track);
  }

  /// Hands on an access unit. Takes over the reference of its payload.
  void unit(long ptsTicks, long dtsTicks, boolean isKeyframe, ByteBuf payload) {
    if (announced == null) {
      payload.release();
      faults.add(TsFault.NO_CONFIG);
      return;
    }
    boolean isFirstBehindHole = isDiscontinuity;
    isDiscontinuity = false;
    receiver.accessUnit(
        new TsAccessUnit(pid, id, ptsTicks, dtsTicks, isKeyframe, isFirstBehindHole, payload));
  }

  void fault(TsFault fault) {
    faults.add(fault);
  }

  /// The next access unit does not follow on the one before.
  void discontinuity() {
    isDiscontinuity = true;
  }
}
