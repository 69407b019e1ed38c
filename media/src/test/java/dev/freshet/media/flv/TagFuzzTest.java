package dev.freshet.media.flv;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.freshet.media.MediaReceiver;
import dev.freshet.media.ProtocolException;
import dev.freshet.media.RawFrame;
import dev.freshet.media.StreamHeader;
import dev.freshet.media.Track;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.Map;

/// Whatever bodies come: nothing thrown, frames of announced tracks only, every reference given
/// back, and what was taken can be written again.
class TagFuzzTest {
  @FuzzTest
  void video(byte[] bodies) {
    TagDemuxer demuxer = new TagDemuxer(TagLimits.DEFAULT, new Checker());
    for (ByteBuf in = Unpooled.wrappedBuffer(bodies); in.isReadable(); ) {
      ByteBuf body = nextBody(in);
      demuxer.video(1, body);
      check(body);
    }
  }

  @FuzzTest
  void audio(byte[] bodies) {
    TagDemuxer demuxer = new TagDemuxer(TagLimits.DEFAULT, new Checker());
    for (ByteBuf in = Unpooled.wrappedBuffer(bodies); in.isReadable(); ) {
      ByteBuf body = nextBody(in);
      demuxer.audio(1, body);
      check(body);
    }
  }

  @FuzzTest
  void script(byte[] bytes) {
    ByteBuf body = Unpooled.wrappedBuffer(bytes);
    new TagDemuxer(TagLimits.DEFAULT, new Checker()).script(1, body);
    check(body);
  }

  @FuzzTest
  void flv(byte[] bytes) {
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    TagDemuxer tags = new TagDemuxer(TagLimits.DEFAULT, new Checker());
    try {
      new FlvDemuxer(1 << 16, tags, (timestampMs, unixUs) -> {}).read(in);
    } catch (ProtocolException expected) {
      // the peer's fault
    }
    check(in);
  }

  /// Bodies stand behind each other, each behind one byte with its size.
  private static ByteBuf nextBody(ByteBuf in) {
    int bytes = Math.min(in.readUnsignedByte(), in.readableBytes());
    return Unpooled.copiedBuffer(in.readSlice(bytes));
  }

  private static void check(ByteBuf body) {
    if (body.refCnt() != 1) {
      throw new AssertionError("references: " + body.refCnt() + " (expected: 1)");
    }
  }

  private static final class Checker implements MediaReceiver {
    private final Map<Integer, Track> tracks = new HashMap<>();
    private final FlvMuxer muxer = FlvFormat.STANDARD.newMuxer();

    @Override
    public void track(Track track) {
      tracks.put(track.id(), track);
    }

    @Override
    public void metadata(Map<String, Object> metadata) {
      new TagBodies(TagDialect.STANDARD)
          .writeMetadata(StampedFrames.header(metadata), Unpooled.buffer());
    }

    @Override
    public void frame(RawFrame frame) {
      StreamHeader header = StampedFrames.header(tracks.values().toArray(Track[]::new));
      ByteBuf out = Unpooled.buffer();
      muxer.preamble(StampedFrames.of(header, frame), out);
      int before = out.readableBytes();
      muxer.frame(StampedFrames.of(header, frame), out);
      if (out.readableBytes() - before != muxer.frameBytes(StampedFrames.of(header, frame))) {
        throw new AssertionError(frame);
      }
      frame.payload().release();
    }
  }
}
