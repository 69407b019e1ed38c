package dev.freshet.bench.load;

import dev.freshet.bench.linux.Epoll;
import dev.freshet.bench.linux.Sockets;
import dev.freshet.media.ProtocolException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One client's connection. Owned by its [LoadLoop].
final class Connection implements LoopSocket {
  private enum State {
    CONNECTING,
    OPENING,
    UNDER_WAY,
    CLOSED
  }

  /// The buffer of a viewer that is slow or stuck, so that the server feels it soon.
  private static final int SMALL_BUFFER_BYTES = 32 * 1024;

  /// Most bytes that one discarding read takes.
  private static final int DISCARD_BYTES = 4 << 20;

  /// A client that the server keeps waiting longer than this many bytes is given up.
  private static final int MAX_PENDING_BYTES = 4 << 20;

  private final LoadLoop loop;
  private final ConnectionOwner owner;
  private final boolean listening;
  private final Pace pace;
  private final int fd;
  private final int token;
  private final long startedNs;
  private @Nullable Conversation conversation;
  private State state = State.CONNECTING;
  private byte[] pending = Conversation.SILENCE; // what the socket did not take yet
  private long receivedBytes;
  private long sentBytes;

  /// @param source loopback address to come from, 0 for any
  /// @param listening whether the conversation goes on hearing once under way
  Connection(
      LoadLoop loop,
      ConnectionOwner owner,
      Conversation conversation,
      boolean listening,
      Pace pace,
      int source,
      int port)
      throws IOException {
    this.loop = loop;
    this.owner = owner;
    this.conversation = conversation;
    this.listening = listening;
    this.pace = pace;
    startedNs = System.nanoTime();
    int receiveBytes = pace == Pace.EAGER ? 0 : SMALL_BUFFER_BYTES;
    fd = loop.sockets().connect(source, 0x7f000001, port, receiveBytes);
    token = loop.admit(this);
    loop.epoll().add(fd, Epoll.WRITABLE, token);
  }

  /// When connecting began, as CLOCK_MONOTONIC.
  long startedNs() {
    return startedNs;
  }

  long receivedBytes() {
    return receivedBytes;
  }

  long sentBytes() {
    return sentBytes;
  }

  boolean isUnderWay() {
    return state == State.UNDER_WAY;
  }

  boolean isClosed() {
    return state == State.CLOSED;
  }

  @Override
  public void leave() {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      conversation = null;
      pending = Conversation.SILENCE;
      loop.sockets().reset(fd);
    }
  }

  /// Sends the first `count` bytes of `block`; what the socket does not take is kept and sent
  /// later.
  void send(MemorySegment block, int count) {
    if (state == State.CLOSED) {
      return;
    }
    long sent = pending.length > 0 ? 0 : loop.sockets().send(fd, block, count);
    if (sent < 0 && sent != -Sockets.EAGAIN) {
      end("broken while sending (errno " + -sent + ")");
    } else if (sent < count) {
      int taken = (int) Math.max(sent, 0);
      sentBytes += taken;
      keep(block.asSlice(taken, count - taken).toArray(ValueLayout.JAVA_BYTE));
    } else {
      sentBytes += sent;
    }
  }

  /// Reads at most `maxBytes` and throws them away.
  void sip(int maxBytes) {
    if (state == State.UNDER_WAY) {
      count(loop.sockets().discard(fd, maxBytes));
    }
  }

  @Override
  public void ready(int readiness) {
    if (state == State.CONNECTING) {
      connected();
    } else if (state != State.CLOSED && (readiness & Epoll.WRITABLE) != 0) {
      flush();
    }
    if (state != State.CLOSED && (readiness & ~Epoll.WRITABLE) != 0) {
      read();
    }
  }

  private void connected() {
    int error = loop.sockets().pendingError(fd);
    if (error != 0) {
      end("not connected (errno " + error + ")");
      return;
    }
    state = State.OPENING;
    loop.epoll().modify(fd, Epoll.READABLE, token);
    Conversation opening = conversation;
    if (opening != null) {
      say(opening.opening());
    }
  }

  private void read() {
    Conversation hearing = conversation;
    if (hearing == null) {
      count(loop.sockets().discard(fd, DISCARD_BYTES));
      return;
    }
    long count = loop.sockets().receive(fd, loop.nativeBuffer());
    count(count);
    if (count > 0) {
      hear(hearing, (int) count);
    }
  }

  private void count(long received) {
    if (received > 0) {
      receivedBytes += received;
    } else if (received == 0) {
      end("closed by the server");
    } else if (received != -Sockets.EAGAIN) {
      end("broken (errno " + -received + ")");
    }
  }

  private void hear(Conversation hearing, int count) {
    try {
      say(hearing.hear(loop.copied(count), 0, count, System.nanoTime()));
    } catch (ProtocolException e) {
      end(String.valueOf(e.getMessage()));
      return;
    }
    String refusal = hearing.refusal();
    if (refusal != null) {
      end("refused: " + refusal);
    } else if (state == State.OPENING && hearing.isUnderWay()) {
      state = State.UNDER_WAY;
      conversation = listening ? hearing : null;
      if (pace != Pace.EAGER) {
        loop.epoll().modify(fd, 0, token); // closing is told of nevertheless
      }
      owner.underWay(this);
    }
  }

  private void say(byte[] bytes) {
    if (bytes.length > 0) {
      MemorySegment.copy(bytes, 0, loop.nativeBuffer(), ValueLayout.JAVA_BYTE, 0, bytes.length);
      send(loop.nativeBuffer(), bytes.length);
    }
  }

  private void keep(byte[] rest) {
    if (pending.length + rest.length > MAX_PENDING_BYTES) {
      end("the server takes nothing: " + MAX_PENDING_BYTES + " bytes wait");
      return;
    }
    if (pending.length == 0) {
      loop.epoll().modify(fd, Epoll.READABLE | Epoll.WRITABLE, token);
    }
    int kept = pending.length;
    pending = Arrays.copyOf(pending, kept + rest.length);
    System.arraycopy(rest, 0, pending, kept, rest.length);
  }

  private void flush() {
    byte[] waiting = pending;
    pending = Conversation.SILENCE;
    for (int at = 0; at < waiting.length && state != State.CLOSED && pending.length == 0; ) {
      int count = (int) Math.min(waiting.length - at, loop.nativeBuffer().byteSize());
      MemorySegment.copy(waiting, at, loop.nativeBuffer(), ValueLayout.JAVA_BYTE, 0, count);
      long sent = loop.sockets().send(fd, loop.nativeBuffer(), count);
      if (sent < 0) {
        pending = Arrays.copyOfRange(waiting, at, waiting.length);
        failUnlessFull(sent);
        return;
      }
      sentBytes += sent;
      at += (int) sent;
    }
    if (state != State.CLOSED) {
      loop.epoll().modify(fd, Epoll.READABLE, token);
    }
  }

  private void failUnlessFull(long result) {
    if (result != -Sockets.EAGAIN) {
      end("broken while sending (errno " + -result + ")");
    }
  }

  private void end(String reason) {
    if (state != State.CLOSED) {
      boolean wasUnderWay = state == State.UNDER_WAY;
      leave();
      owner.ended(this, wasUnderWay, reason);
    }
  }
}
