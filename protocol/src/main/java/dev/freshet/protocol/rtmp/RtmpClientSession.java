package dev.freshet.protocol.rtmp;

import dev.freshet.contract.time.Clock;
import dev.freshet.media.ProtocolException;
import dev.freshet.protocol.rtmp.handshake.ClientHandshake;
import dev.freshet.protocol.rtmp.message.AggregateMessage;
import dev.freshet.protocol.rtmp.message.Command;
import dev.freshet.protocol.rtmp.message.MessageType;
import dev.freshet.protocol.rtmp.message.UserControl;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The protocol side of one RTMP client connection that publishes or plays one stream: bytes in,
/// bytes and events out. Owned by the connection's loop.
///
/// A server's fault leaves [#read] and [#tick] as a [ProtocolException]; whoever catches it calls
/// [#close].
public final class RtmpClientSession {

  /// What a client wants of its server.
  public enum Role {
    PUBLISH,
    PLAY
  }

  private final ByteBufAllocator allocator;
  private final RtmpLimits limits;
  private final Clock clock;
  private final RtmpOutput output;
  private final RtmpClientEvents events;
  private final RtmpLink link;
  private final ClientCommands commands;
  private final long startedMs;
  private @Nullable ClientHandshake handshake;
  private boolean closed;

  /// @param allocator gives the buffers of what is read and written
  /// @param clock tells the time
  /// @param random fills the handshake
  public RtmpClientSession(
      ByteBufAllocator allocator,
      RtmpLimits limits,
      Clock clock,
      RandomGenerator random,
      RtmpUrl url,
      Role role,
      RtmpOutput output,
      RtmpClientEvents events) {
    this.allocator = allocator;
    this.limits = limits;
    this.clock = clock;
    this.output = output;
    this.events = events;
    this.startedMs = clock.monotonicMs();
    this.link = new RtmpLink(allocator, limits, output, startedMs, this::message);
    this.commands = new ClientCommands(url, role, clock, link.writer(), events);
    this.handshake = new ClientHandshake(random);
  }

  /// Opens the conversation; called once the connection stands.
  public void start() {
    ClientHandshake opening = handshake;
    if (opening != null) {
      ByteBuf greeting = allocator.buffer(ClientHandshake.GREETING_BYTES);
      opening.start((int) startedMs, greeting);
      output.write(greeting);
    }
  }

  /// Takes all of `in`, whose reference stays with the caller.
  ///
  /// @throws ProtocolException if the server is at fault
  public void read(ByteBuf in) {
    if (closed) {
      in.skipBytes(in.readableBytes());
    } else if (handshake == null || shakeHands(handshake, in)) {
      link.read(in);
    }
  }

  private boolean shakeHands(ClientHandshake handshake, ByteBuf in) {
    ByteBuf reply = allocator.buffer();
    try {
      boolean done = handshake.read(in, reply);
      if (reply.isReadable()) {
        output.write(reply.retain());
      }
      if (done) {
        this.handshake = null;
        commands.connect();
      }
      return done;
    } finally {
      reply.release();
    }
  }

  /// Runs the timers; called about once a second.
  ///
  /// @param nowMs [Clock#monotonicMs]
  /// @throws ProtocolException if the server took too long
  public void tick(long nowMs) {
    if (closed) {
      return;
    }
    if (handshake != null) {
      RtmpLink.expire("handshakeTimeout", nowMs - startedMs, limits.handshakeTimeoutMs());
      return;
    }
    link.tick(nowMs);
    if (!commands.isStarted()) {
      RtmpLink.expire("commandTimeout", nowMs - startedMs, limits.commandTimeoutMs());
    } else if (commands.isPlaying()) {
      RtmpLink.expire("mediaIdleTimeout", link.silentMs(nowMs), limits.mediaIdleTimeoutMs());
    }
  }

  private void message(int type, long timestampMs, int streamId, ByteBuf body) {
    switch (type) {
      case MessageType.AUDIO, MessageType.VIDEO, MessageType.DATA -> media(type, timestampMs, body);
      default -> {
        try {
          other(type, timestampMs, streamId, body);
        } finally {
          body.release();
        }
      }
    }
  }

  private void media(int type, long timestampMs, ByteBuf body) {
    if (commands.isPlaying() && body.isReadable()) {
      events.onMedia(type, timestampMs, body);
    } else {
      body.release();
    }
  }

  private void other(int type, long timestampMs, int streamId, ByteBuf body) {
    switch (type) {
      case MessageType.COMMAND, MessageType.COMMAND_AMF3 ->
          commands.command(Command.read(type, body, limits.amf()));
      case MessageType.AGGREGATE ->
          AggregateMessage.split(timestampMs, streamId, body, this::message);
      case MessageType.USER_CONTROL -> userControl(body);
      default -> link.control(type, body);
    }
  }

  private void userControl(ByteBuf body) {
    int event = body.readableBytes() < 2 ? -1 : body.getUnsignedShort(body.readerIndex());
    if (event == UserControl.INGEST_CLOCK
        && body.readableBytes() == UserControl.INGEST_CLOCK_BYTES) {
      body.skipBytes(2);
      events.onIngestClock(body.readUnsignedInt(), body.readLong());
    } else if (event == UserControl.STREAM_EOF && commands.isPlaying()) {
      commands.end();
    } else {
      link.control(MessageType.USER_CONTROL, body);
    }
  }

  /// Sends a message of what is published; only after [RtmpClientEvents#onStart].
  ///
  /// @param type 8 audio, 9 video or 18 data (AMF0)
  /// @param timestampMs its low 32 bits are sent
  /// @param body like an FLV tag's; its reference stays with the caller
  public void send(int type, long timestampMs, ByteBuf body) {
    commands.media(type, timestampMs, body);
  }

  /// Asks the server for its time; [RtmpClientEvents#onClock] brings it, if the server is ours.
  public void requestClock() {
    if (commands.isStarted()) {
      commands.requestClock(clock.unixUs());
    }
  }

  /// Ends politely: tells the server, and closes the connection once that has been sent.
  public void finish() {
    commands.finish();
    output.close();
  }

  /// Gives back all buffers, when the connection is gone or to be dropped at once.
  public void close() {
    closed = true;
    link.close();
  }

  /// Bytes received after the handshake.
  public long receivedBytes() {
    return link.receivedBytes();
  }
}
