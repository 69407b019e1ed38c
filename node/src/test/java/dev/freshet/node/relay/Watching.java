package dev.freshet.node.relay;

import dev.freshet.contract.time.Loop;
import dev.freshet.hub.EndReason;
import dev.freshet.hub.StartAt;
import dev.freshet.hub.Stream;
import dev.freshet.hub.Viewer;
import dev.freshet.hub.WireOutput;
import dev.freshet.media.flv.FlvFormat;
import dev.freshet.testkit.SimulatedLoops;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A viewer of FLV whose socket takes everything. Owned by its loop.
final class Watching implements WireOutput {
  private static final int FILE_HEADER_BYTES = 13;
  private static final int TAG_HEADER_BYTES = 11;

  private final SimulatedLoops loops;
  private final Loop loop;
  private final Viewer viewer;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  @Nullable EndReason closed;

  Watching(SimulatedLoops loops, Stream stream, Loop loop) {
    this.loops = loops;
    this.loop = loop;
    Viewer[] joined = new Viewer[1];
    loops.runOn(
        loop.index(),
        () ->
            joined[0] =
                stream.join(loop, new FlvFormat(false, false, false), this, StartAt.NEWEST));
    viewer = joined[0];
  }

  void leave() {
    loops.runOn(loop.index(), viewer::leave);
  }

  /// The times of all tags but metadata, in order, in ms.
  List<Integer> timesMs() {
    List<Integer> times = new ArrayList<>();
    ByteBuf in = Unpooled.wrappedBuffer(received.toByteArray()).skipBytes(FILE_HEADER_BYTES);
    while (in.isReadable()) {
      int type = in.readUnsignedByte();
      int bytes = in.readUnsignedMedium();
      int time = in.readUnsignedMedium() | in.readUnsignedByte() << 24;
      in.skipBytes(TAG_HEADER_BYTES - 8 + bytes + Integer.BYTES);
      if (type == 8 || type == 9) {
        times.add(time);
      }
    }
    return times;
  }

  int bytes() {
    return received.size();
  }

  @Override
  public long pendingBytes() {
    return 0;
  }

  @Override
  public int send(ByteBuffer bytes, int offset, int count) {
    byte[] copy = new byte[count];
    bytes.get(offset, copy);
    received.writeBytes(copy);
    return count;
  }

  @Override
  public void write(ByteBuf bytes) {
    byte[] copy = new byte[bytes.readableBytes()];
    bytes.readBytes(copy);
    received.writeBytes(copy);
    bytes.release();
  }

  @Override
  public void flush() {}

  @Override
  public void close(EndReason reason) {
    closed = reason;
  }
}
