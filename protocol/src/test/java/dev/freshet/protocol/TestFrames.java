package dev.freshet.protocol;

import dev.freshet.contract.Epoch;
import dev.freshet.contract.NodeId;
import dev.freshet.media.Frame;
import dev.freshet.media.GopHeader;
import dev.freshet.media.Stamp;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import dev.freshet.media.codec.AudioCodec;
import dev.freshet.media.codec.VideoCodec;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;

/// Frames for tests of muxers: a video track 0 and an audio track 1. Their payloads are unpooled.
public final class TestFrames {
  private static final Epoch EPOCH = new Epoch(1, new NodeId("test"));
  private static final GopHeader GOP = GopHeader.none(EPOCH);

  private final StreamHeader header;

  public TestFrames(VideoCodec video, AudioCodec audio) {
    Track.Video picture = new Track.Video(0, video, new byte[] {1, 2, 3}, 640, 360, 25, Track.NONE);
    Track.Audio sound = new Track.Audio(1, audio, new byte[] {0x12, 0x10}, 44_100, 2, 1_024);
    header = new StreamHeader(EPOCH, 0, List.of(picture, sound), Map.of(), 2_000_000, 350_000, 0);
  }

  public Frame video(long dtsMs, int payloadBytes) {
    return new Frame.Video(
        stamp(0, dtsMs), header, GOP, Unpooled.wrappedBuffer(payload(payloadBytes)));
  }

  public Frame audio(long dtsMs, int payloadBytes) {
    return new Frame.Audio(
        stamp(1, dtsMs), header, GOP, Unpooled.wrappedBuffer(payload(payloadBytes)));
  }

  private static Stamp stamp(int track, long dtsMs) {
    long dtsUs = dtsMs * 1_000;
    int flags = Stamp.KEYFRAME | Stamp.ENTRY_POINT;
    return new Stamp(
        EPOCH, dtsMs, track, 0, 0, 0, 0, 0, 0, flags, dtsUs, dtsUs, 1_800_000_000_000_000L + dtsUs);
  }

  private static byte[] payload(int bytes) {
    byte[] payload = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      payload[i] = (byte) i;
    }
    return payload;
  }
}
