package dev.freshet.app.client;

import dev.freshet.media.ProtocolException;
import dev.freshet.media.Track;
import dev.freshet.media.flv.FlvDemuxer;
import dev.freshet.media.flv.TagType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// An FLV file or pipe, tag by tag. Owned by the thread that reads it.
final class FlvInput implements AutoCloseable {
  private static final int READ_BYTES = 64 << 10;

  private final String name;
  private final InputStream in;
  private final Deque<FlvTag> tags = new ArrayDeque<>();
  private final FlvDemuxer demuxer = new FlvDemuxer(FlvDemuxer.DEFAULT_MAX_TAG_BYTES, this::tag);
  private final ByteBuf buffer = Unpooled.buffer(READ_BYTES);
  private boolean started;

  /// @param name for people
  FlvInput(String name, InputStream in) {
    this.name = name;
    this.in = in;
  }

  /// The next tag, or null at the end. Waits for it.
  @Nullable FlvTag next() throws IOException, ClientException {
    while (tags.isEmpty()) {
      if (!read()) {
        return null;
      }
    }
    return tags.removeFirst();
  }

  private boolean read() throws IOException, ClientException {
    buffer.discardSomeReadBytes().ensureWritable(READ_BYTES);
    int bytes = buffer.writeBytes(in, READ_BYTES);
    if (bytes < 0) {
      checkStart();
      return false;
    }
    if (started || buffer.readableBytes() >= Container.SIGNATURE_BYTES) {
      checkStart();
      demux();
    }
    return true;
  }

  private void checkStart() throws ClientException {
    if (!started) {
      started = true;
      Container.of(buffer).expectFlv(name);
    }
  }

  private void demux() throws ClientException {
    try {
      demuxer.read(buffer);
    } catch (ProtocolException broken) {
      throw new ClientException(name + ": broken FLV: " + broken.getMessage());
    }
  }

  private void tag(TagType type, long timestampMs, ByteBuf body) {
    if (type != TagType.CLOCK) {
      tags.add(new FlvTag(type, timestampMs, Track.bytes(body)));
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
