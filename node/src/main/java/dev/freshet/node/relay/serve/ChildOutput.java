package dev.freshet.node.relay.serve;

import dev.freshet.hub.EndReason;
import dev.freshet.hub.WireOutput;
import dev.freshet.node.playback.ChannelOutput;
import dev.freshet.node.relay.RelayWire;
import dev.freshet.protocol.relay.RelayMessage;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/// A viewer's socket, but that a node is told what it misses. Owned by the channel's loop.
final class ChildOutput implements WireOutput {
  private final ChannelOutput socket;
  private final RelayWire wire;

  ChildOutput(ChannelOutput socket, RelayWire wire) {
    this.socket = socket;
    this.wire = wire;
  }

  @Override
  public void skipped(long frames) {
    wire.write(new RelayMessage.Skipped(frames));
  }

  @Override
  public long pendingBytes() {
    return socket.pendingBytes();
  }

  @Override
  public int send(ByteBuffer bytes, int offset, int count) {
    return socket.send(bytes, offset, count);
  }

  @Override
  public void write(ByteBuf bytes) {
    socket.write(bytes);
  }

  @Override
  public void flush() {
    socket.flush();
  }

  @Override
  public void close(EndReason reason) {
    socket.close(reason);
  }
}
