package dev.freshet.protocol.rtmp.chunk;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;

/// A message as a value, for comparison.
public record Message(int type, long timestampMs, int streamId, String bodyHex) {

  /// Collects messages and gives their references back.
  public static final class Collector implements MessageReceiver {
    public final List<Message> messages = new ArrayList<>();

    @Override
    public void message(int type, long timestampMs, int streamId, ByteBuf body) {
      messages.add(new Message(type, timestampMs, streamId, ByteBufUtil.hexDump(body)));
      body.release();
    }
  }
}
