package dev.freshet.media.testcard;

import dev.freshet.media.RawFrame;
import dev.freshet.media.Track;
import dev.freshet.media.codec.VideoCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// The pictures of the test broadcast: H.264, a keyframe each second, no reordering. Owned by one
/// [TestCard].
final class TestCardVideo {
  private static final int QP = 20;
  private static final int PAYLOAD_BYTES = 8 << 10;

  private final int trackId;
  private final Timeline timeline;
  private final ByteBufAllocator allocator;
  private final TestPicture picture;
  private final AvcEncoder encoder;
  private long frame;

  TestCardVideo(int trackId, Timeline timeline, ByteBufAllocator allocator) {
    this.trackId = trackId;
    this.timeline = timeline;
    this.allocator = allocator;
    picture = new TestPicture(timeline);
    encoder = new AvcEncoder(picture.canvas(), QP);
  }

  /// What a decoder needs.
  Track.Video track() {
    Planes planes = picture.canvas().planes();
    return new Track.Video(
        trackId,
        VideoCodec.AVC,
        new ParameterSets(planes, timeline.fps(), QP).config(),
        planes.width(),
        planes.height(),
        timeline.fps(),
        Track.NONE);
  }

  /// Stream time of the next frame in us.
  long nextDtsUs() {
    return timeline.frameUs(frame);
  }

  /// Makes the next frame.
  RawFrame next() {
    long dtsUs = nextDtsUs();
    boolean keyframe = frame % timeline.fps() == 0;
    picture.paint(frame);
    frame++;
    ByteBuf payload = allocator.buffer(PAYLOAD_BYTES);
    encoder.encode(keyframe, payload);
    return new RawFrame(trackId, dtsUs, 0, keyframe, false, payload);
  }

  /// What a decoder shows after the last frame.
  Planes decoded() {
    return encoder.decoded();
  }

  /// What it should show.
  Planes source() {
    return picture.canvas().planes();
  }
}
