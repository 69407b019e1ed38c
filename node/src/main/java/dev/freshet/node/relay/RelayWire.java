package dev.freshet.node.relay;

import dev.freshet.protocol.relay.RelayDecoder;
import dev.freshet.protocol.relay.RelayMessage;
import dev.freshet.protocol.relay.RelayReceiver;
import dev.freshet.protocol.relay.RelayWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;

/// The bytes of one connection between nodes, at either end: messages in, messages out. Owned by
/// the channel's loop.
public final class RelayWire {
  /// Most bytes of a message from somebody who has not proved anything.
  private static final int STRANGER_BYTES = 1_024;

  private static final int MESSAGE_BYTES = 128;

  private final ChannelHandlerContext context;
  private final RelayDecoder decoder;

  public RelayWire(ChannelHandlerContext context, RelayNode node, RelayReceiver receiver) {
    this.context = context;
    this.decoder = new RelayDecoder(context.alloc(), node.relayLimits(), STRANGER_BYTES, receiver);
  }

  /// Takes what came, and its reference.
  ///
  /// @throws dev.freshet.media.ProtocolException if the peer broke the protocol
  public void read(ByteBuf bytes) {
    try {
      decoder.read(bytes);
    } finally {
      bytes.release();
    }
  }

  /// The other node is of this cluster.
  public void trust() {
    decoder.trust();
  }

  /// Writes a message; it leaves with the next one that is sent, or when the channel is flushed.
  public void write(RelayMessage message) {
    ByteBuf out = context.alloc().buffer(MESSAGE_BYTES);
    RelayWriter.write(message, out);
    context.write(out, context.voidPromise());
  }

  /// Sends a message.
  public void send(RelayMessage message) {
    write(message);
    context.flush();
  }

  /// Sends a last message and closes the connection when it has left.
  public void end(RelayMessage message) {
    decoder.close();
    write(message);
    context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /// Receives nothing any more.
  public void close() {
    decoder.close();
  }
}
