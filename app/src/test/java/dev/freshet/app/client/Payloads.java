package dev.freshet.app.client;

import dev.freshet.media.MediaReceiver;
import dev.freshet.media.RawFrame;
import dev.freshet.media.Track;
import dev.freshet.media.flv.FlvDemuxer;
import dev.freshet.media.flv.TagDemuxer;
import dev.freshet.media.flv.TagLimits;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the frames of an FLV file hold.
final class Payloads implements MediaReceiver {
  private final List<String> payloads = new ArrayList<>();

  private Payloads() {}

  /// Track and bytes of each frame in turn.
  static List<String> of(byte[] flv) {
    Payloads payloads = new Payloads();
    TagDemuxer tags = new TagDemuxer(TagLimits.DEFAULT, payloads);
    new FlvDemuxer(FlvDemuxer.DEFAULT_MAX_TAG_BYTES, tags, null).read(Unpooled.wrappedBuffer(flv));
    return payloads.payloads;
  }

  @Override
  public void track(Track track) {}

  @Override
  public void metadata(Map<String, Object> metadata) {}

  @Override
  public void frame(RawFrame frame) {
    payloads.add(frame.track() + " " + ByteBufUtil.hexDump(frame.payload()));
    frame.payload().release();
  }
}
