package dev.freshet.media.flv;

import dev.freshet.media.ProtocolException;
import dev.freshet.media.RawFrame;
import dev.freshet.media.Track;
import io.netty.buffer.ByteBuf;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads script tag bodies: stream metadata, and timed data of any other name. Owned by its
/// [TagDemuxer].
final class ScriptTagDemuxer {
  private static final int TRACK_ID = 2;
  private static final int TIMECODE_BYTES = 4;

  private final TrackOutput output;
  private final AmfLimits limits;
  private boolean announced;

  ScriptTagDemuxer(TrackOutput output, AmfLimits limits) {
    this.output = output;
    this.limits = limits;
  }

  void read(long dtsUs, ByteBuf in) {
    if (!in.isReadable() || isFfmpegTimecode(in)) {
      return;
    }
    try {
      readMessage(dtsUs, in);
    } catch (ProtocolException e) {
      output.fault(TagFault.BAD_SCRIPT); // pictures and sound are worth more than a broken script
    }
  }

  /// ffmpeg sends timecodes under the script type, as a bare number of 32 bits.
  private static boolean isFfmpegTimecode(ByteBuf in) {
    return in.readableBytes() == TIMECODE_BYTES && in.getByte(in.readerIndex()) == 0;
  }

  private void readMessage(long dtsUs, ByteBuf in) {
    Amf0Reader reader = new Amf0Reader(in, limits);
    int messageAt = in.readerIndex();
    String name = reader.readString();
    if (name.equals("@setDataFrame")) { // RTMP's way to say: keep this for those who come later
      messageAt = in.readerIndex();
      name = reader.readString();
    }
    switch (name) {
      case "onMetaData" -> metadata(reader);
      case "@clearDataFrame", "|RtmpSampleAccess" -> {} // for servers and their clients
      default -> data(dtsUs, in.readerIndex(messageAt));
    }
  }

  private void metadata(Amf0Reader reader) {
    Map<String, Object> metadata = reader.hasMore() ? asMap(reader.read()) : null;
    if (metadata == null) {
      output.fault(TagFault.BAD_SCRIPT);
    } else {
      output.metadata(metadata);
    }
  }

  @SuppressWarnings("unchecked") // the reader makes maps with names as keys only
  private static @Nullable Map<String, Object> asMap(Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : null;
  }

  private void data(long dtsUs, ByteBuf in) {
    if (!announced) {
      if (!output.admitTrack()) {
        return;
      }
      announced = true;
      output.track(new Track.Data(TRACK_ID));
    }
    ByteBuf payload = in.readRetainedSlice(in.readableBytes());
    output.frame(new RawFrame(TRACK_ID, dtsUs, 0, true, false, payload));
  }
}
