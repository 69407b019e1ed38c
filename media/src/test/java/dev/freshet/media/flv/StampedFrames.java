package dev.freshet.media.flv;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.media.Frame;
import dev.freshet.media.GopHeader;
import dev.freshet.media.RawFrame;
import dev.freshet.media.Stamp;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;

/// Stamps frames as an origin would, as far as muxers look at stamps.
final class StampedFrames {
  static final long INGEST_UNIX_US = 1_800_000_000_000_000L;

  private static final Epoch EPOCH = new Epoch(1, new NodeId("n1"));
  private static final GopHeader GOP = GopHeader.none(EPOCH);

  private StampedFrames() {}

  static StreamHeader header(Track... tracks) {
    return header(Map.of(), tracks);
  }

  static StreamHeader header(Map<String, Object> metadata, Track... tracks) {
    return new StreamHeader(EPOCH, 0, List.of(tracks), metadata, 0, 0, 0);
  }

  static StreamHeader header(RecordingReceiver receiver) {
    return header(receiver.started.values().toArray(Track[]::new));
  }

  static Frame of(StreamHeader header, RawFrame raw) {
    Stamp stamp =
        stamp(
            raw.track(),
            raw.dtsUs(),
            raw.dtsUs() + raw.ptsOffsetUs(),
            (raw.keyframe() ? Stamp.KEYFRAME : 0) | (raw.disposable() ? Stamp.DISPOSABLE : 0));
    return frame(header, stamp, raw.payload());
  }

  static Frame of(StreamHeader header, int track, long dtsUs, long ptsUs, int flags, int... bytes) {
    byte[] payload = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      payload[i] = (byte) bytes[i];
    }
    return frame(header, stamp(track, dtsUs, ptsUs, flags), Unpooled.wrappedBuffer(payload));
  }

  private static Frame frame(StreamHeader header, Stamp stamp, ByteBuf payload) {
    return switch (header.track(stamp.track())) {
      case Track.Video _ -> new Frame.Video(stamp, header, GOP, payload);
      case Track.Audio _ -> new Frame.Audio(stamp, header, GOP, payload);
      case Track.Data _ -> new Frame.Data(stamp, header, GOP, payload);
    };
  }

  private static Stamp stamp(int track, long dtsUs, long ptsUs, int flags) {
    return new Stamp(EPOCH, 0, track, 0, 0, 0, 0, 0, 0, flags, dtsUs, ptsUs, INGEST_UNIX_US);
  }
}
