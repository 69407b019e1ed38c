package dev.freshet.protocol.rtmp;

import dev.freshet.contract.time.Clock;
import dev.freshet.media.ProtocolException;
import dev.freshet.protocol.rtmp.handshake.ServerHandshake;
import dev.freshet.protocol.rtmp.message.AggregateMessage;
import dev.freshet.protocol.rtmp.message.Command;
import dev.freshet.protocol.rtmp.message.MessageType;
import dev.freshet.protocol.rtmp.message.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The protocol side of one RTMP server connection: bytes in, bytes and events out. Owned by the
/// connection's loop.
///
/// A peer's fault leaves [#read] and [#tick] as a [ProtocolException]; whoever catches it calls
/// [#end] and then [#close].
public final class RtmpServerSession {
  private final ByteBufAllocator allocator;
  private final RtmpLimits limits;
  private final RtmpOutput output;
  private final RtmpServerEvents events;
  private final RtmpLink link;
  private final ServerRequests requests;
  private final ServerCommands commands;
  private final HeldMessages held;
  private @Nullable ServerHandshake handshake;
  private @Nullable ProtocolException laterFault;
  private boolean closed;

  /// @param allocator gives the buffers of what is read and written
  /// @param clock tells the time to peers and to timeouts
  /// @param random fills the handshake
  public RtmpServerSession(
      ByteBufAllocator allocator,
      RtmpLimits limits,
      Clock clock,
      RandomGenerator random,
      RtmpOutput output,
      RtmpServerEvents events) {
    this.allocator = allocator;
    this.limits = limits;
    this.output = output;
    this.events = events;
    this.link = new RtmpLink(allocator, limits, output, clock.monotonicMs(), this::message);
    ServerAnswers answers = new ServerAnswers(output, link.writer());
    this.requests =
        new ServerRequests(limits, clock, output, events, link, answers, this::releaseHeld);
    this.commands = new ServerCommands(limits, clock, requests, answers);
    this.held = new HeldMessages(limits.maxHeldBytes());
    this.handshake = new ServerHandshake(random, (int) clock.monotonicMs());
  }

  /// Takes all of `in`, whose reference stays with the caller.
  ///
  /// @throws ProtocolException if the peer is at fault
  public void read(ByteBuf in) {
    if (requests.phase() == ServerPhase.CLOSED) {
      in.skipBytes(in.readableBytes());
    } else if (handshake == null || shakeHands(handshake, in)) {
      link.read(in);
    }
    throwLaterFault();
  }

  private boolean shakeHands(ServerHandshake handshake, ByteBuf in) {
    ByteBuf reply = allocator.buffer(0, ServerHandshake.REPLY_BYTES);
    try {
      boolean done = handshake.read(in, reply);
      if (reply.isReadable()) {
        output.write(reply.retain());
      }
      if (done) {
        this.handshake = null;
        requests.enter(ServerPhase.CONNECT_EXPECTED);
      }
      return done;
    } finally {
      reply.release();
    }
  }

  /// Runs the timers; called about once a second.
  ///
  /// @param nowMs [Clock#monotonicMs]
  /// @throws ProtocolException if the peer took too long
  public void tick(long nowMs) {
    throwLaterFault();
    if (handshake == null && requests.phase() != ServerPhase.CLOSED) {
      link.tick(nowMs);
    }
    requests.tick(nowMs);
    commands.tick();
  }

  private void message(int type, long timestampMs, int streamId, ByteBuf body) {
    if (requests.phase().holdsMessages() && !isControl(type)) {
      held.add(type, timestampMs, streamId, body);
    } else {
      dispatch(type, timestampMs, streamId, body);
    }
  }

  private static boolean isControl(int type) {
    return type <= MessageType.SET_PEER_BANDWIDTH;
  }

  private void dispatch(int type, long timestampMs, int streamId, ByteBuf body) {
    switch (type) {
      case MessageType.AUDIO, MessageType.VIDEO, MessageType.DATA -> media(type, timestampMs, body);
      case MessageType.DATA_AMF3 -> media(MessageType.DATA, timestampMs, withoutFirstByte(body));
      default -> {
        try {
          other(type, timestampMs, streamId, body);
        } finally {
          body.release();
        }
      }
    }
  }

  /// An AMF3 data message is AMF0 behind one byte.
  private static ByteBuf withoutFirstByte(ByteBuf body) {
    return body.skipBytes(Math.min(1, body.readableBytes()));
  }

  private void media(int type, long timestampMs, ByteBuf body) {
    if (requests.phase() == ServerPhase.PUBLISHING && body.isReadable()) {
      events.onMedia(type, timestampMs, body);
    } else {
      body.release();
    }
  }

  private void other(int type, long timestampMs, int streamId, ByteBuf body) {
    switch (type) {
      case MessageType.COMMAND, MessageType.COMMAND_AMF3 -> command(type, streamId, body);
      case MessageType.AGGREGATE ->
          AggregateMessage.split(timestampMs, streamId, body, this::dispatch);
      default -> link.control(type, body); // shared objects and unknown types are ignored
    }
  }

  private void command(int type, int streamId, ByteBuf body) {
    if (requests.phase() != ServerPhase.CLOSED) {
      commands.command(streamId, Command.read(type, body, limits.amf()));
    }
  }

  /// Goes on with what the peer sent ahead of an answer. The answer may be given from anywhere, so
  /// a fault waits for the next call that may throw.
  private void releaseHeld() {
    try {
      while (!held.isEmpty() && !requests.phase().holdsMessages()) {
        HeldMessages.Held oldest = held.remove();
        dispatch(oldest.type(), oldest.timestampMs(), oldest.streamId(), oldest.body());
      }
    } catch (ProtocolException fault) {
      laterFault = fault;
    }
  }

  private void throwLaterFault() {
    ProtocolException fault = laterFault;
    if (fault != null) {
      laterFault = null;
      throw fault;
    }
  }

  /// Asks a peer that announced it to connect again, while it goes on (Enhanced RTMP v2, "Reconnect
  /// Request").
  ///
  /// @param tcUrl where to; "" for the same address
  /// @return whether the peer was asked
  public boolean requestReconnect(String tcUrl, String description) {
    return requests.requestReconnect(tcUrl, description);
  }

  /// Tells the peer why this is the end, and closes the connection. No event follows but
  /// [RtmpServerEvents#onClose].
  public void end(Status status) {
    requests.end(status);
  }

  /// Ends the session when the connection is gone, or to be dropped at once: gives back all buffers
  /// and sends the last events.
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    ServerPhase last = requests.phase();
    requests.enter(ServerPhase.CLOSED);
    held.clear();
    link.close();
    if (last.isPublishing()) {
      events.onUnpublish();
    } else if (last.isPlaying()) {
      events.onStop();
    }
    events.onClose();
  }

  /// What the peer said with `connect`; empty before.
  public ConnectInfo info() {
    return requests.info();
  }

  /// Bytes received after the handshake.
  public long receivedBytes() {
    return link.receivedBytes();
  }
}
