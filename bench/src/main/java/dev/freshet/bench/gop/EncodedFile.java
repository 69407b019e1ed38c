package dev.freshet.bench.gop;

import dev.freshet.media.MediaReceiver;
import dev.freshet.media.RawFrame;
import dev.freshet.media.Track;
import dev.freshet.media.flv.FlvDemuxer;
import dev.freshet.media.flv.TagDemuxer;
import dev.freshet.media.flv.TagLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// What an FLV file holds, counted. Owned by whoever reads it.
final class EncodedFile implements MediaReceiver {
  private static final int VIDEO = 0; // the main video track, see TagDemuxer

  private long pictures;
  private long pictureBytes;
  private long keyframes;
  private long keyframeBytes;

  static EncodedFile read(Path file) throws IOException {
    EncodedFile counted = new EncodedFile();
    FlvDemuxer demuxer =
        new FlvDemuxer(
            FlvDemuxer.DEFAULT_MAX_TAG_BYTES, new TagDemuxer(TagLimits.DEFAULT, counted), null);
    ByteBuf bytes = Unpooled.wrappedBuffer(Files.readAllBytes(file));
    demuxer.read(bytes);
    bytes.release();
    return counted;
  }

  @Override
  public void track(Track track) {}

  @Override
  public void metadata(Map<String, Object> metadata) {}

  @Override
  public void frame(RawFrame frame) {
    int bytes = frame.payload().readableBytes();
    if (frame.track() == VIDEO) {
      pictures++;
      pictureBytes += bytes;
      keyframes += frame.keyframe() ? 1 : 0;
      keyframeBytes += frame.keyframe() ? bytes : 0;
    }
    frame.payload().release();
  }

  long pictures() {
    return pictures;
  }

  long keyframes() {
    return keyframes;
  }

  double kbitPerSecond() {
    return pictureBytes * 8.0 / 1_000 * Clip.FPS / pictures;
  }

  double meanKeyframeBytes() {
    return (double) keyframeBytes / keyframes;
  }
}
