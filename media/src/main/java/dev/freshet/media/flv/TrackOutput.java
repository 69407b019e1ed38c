package dev.freshet.media.flv;

import dev.freshet.media.MediaReceiver;
import dev.freshet.media.RawFrame;
import dev.freshet.media.Track;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the demuxers of one stream's video, audio and script tags put what they find, within
/// common limits. Owned by their [TagDemuxer].
final class TrackOutput {
  private final TagLimits limits;
  private final TagFaults faults;
  private final MediaReceiver receiver;
  private int tracks;

  TrackOutput(TagLimits limits, TagFaults faults, MediaReceiver receiver) {
    this.limits = limits;
    this.faults = faults;
    this.receiver = receiver;
  }

  void fault(TagFault fault) {
    faults.add(fault);
  }

  /// Whether there is room for one more track; if so it is taken.
  boolean admitTrack() {
    if (tracks >= limits.maxTracks()) {
      faults.add(TagFault.TRACK_LIMIT);
      return false;
    }
    tracks++;
    return true;
  }

  /// The rest of `body` as a configuration, or null if it is empty or too long to keep.
  byte @Nullable [] config(ByteBuf body) {
    if (!body.isReadable()) {
      return null;
    }
    if (body.readableBytes() > limits.maxConfigBytes()) {
      faults.add(TagFault.CONFIG_LIMIT);
      return null;
    }
    return ByteBufUtil.getBytes(body);
  }

  void track(Track track) {
    receiver.track(track);
  }

  void metadata(Map<String, Object> metadata) {
    receiver.metadata(metadata);
  }

  void frame(RawFrame frame) {
    receiver.frame(frame);
  }
}
