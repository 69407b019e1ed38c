package dev.freshet.bench.load;

import dev.freshet.bench.linux.Epoll;
import dev.freshet.bench.linux.Sockets;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// An HTTP/1.1 connection that is kept: one question after the other, one at a time. Owned by its
/// [LoadLoop].
public final class KeepAlive implements LoopSocket {
  /// Who asks. Called on the loop.
  public interface Asker {
    /// The connection is there: now one may ask.
    void connected(KeepAlive connection);

    /// The answer is whole: now one may ask again.
    void answered(KeepAlive connection, Answer answer);

    /// It ended, not by this side's wish.
    void ended(KeepAlive connection, String reason);
  }

  /// An answer. A value, valid until [Asker#answered] returns.
  ///
  /// @param status such as 200
  /// @param gzip whether the body is compressed
  /// @param bodyBytes of the body
  /// @param bytes holds the body, if the question wanted it
  /// @param from where the body begins there
  /// @param lastByteNs when its last byte was read, as CLOCK_MONOTONIC
  public record Answer(
      int status, boolean gzip, int bodyBytes, byte[] bytes, int from, long lastByteNs) {

    /// Behind the body.
    public int to() {
      return from + bodyBytes;
    }
  }

  private enum State {
    CONNECTING,
    IDLE,
    ASKED,
    CLOSED
  }

  private static final int HEAD_BYTES = 2_048; // so little of a body is copied that nobody wants

  private static final byte[] NOTHING = new byte[0];

  private final LoadLoop loop;
  private final Asker asker;
  private final int fd;
  private final int token;
  private State state = State.CONNECTING;
  private boolean wantsBody;
  private byte[] begun = NOTHING; // what came of an answer that is not whole
  private HttpHead head = new HttpHead(0, 0, 0, false);
  private long bodyLeft; // bytes of an unwanted body that are to come

  private KeepAlive(LoadLoop loop, Asker asker, int source, int port) throws IOException {
    this.loop = loop;
    this.asker = asker;
    fd = loop.sockets().connect(source, 0x7f000001, port, 0);
    token = loop.admit(this);
    loop.epoll().add(fd, Epoll.WRITABLE, token);
  }

  /// Connects to a port of 127.0.0.1. Called on the loop.
  ///
  /// @param source loopback address to come from, 0 for any
  public static KeepAlive connect(LoadLoop loop, Asker asker, int source, int port)
      throws IOException {
    return new KeepAlive(loop, asker, source, port);
  }

  /// Asks, if it is still there.
  ///
  /// @param request all of it
  /// @param body whether the answer's body is wanted; else the kernel throws it away
  public void ask(byte[] request, boolean body) {
    if (state == State.CLOSED) {
      return;
    }
    if (state != State.IDLE) {
      throw new IllegalStateException("asked in state " + state);
    }
    state = State.ASKED;
    wantsBody = body;
    MemorySegment buffer = loop.nativeBuffer();
    MemorySegment.copy(request, 0, buffer, ValueLayout.JAVA_BYTE, 0, request.length);
    long sent = loop.sockets().send(fd, buffer, request.length);
    if (sent != request.length) { // a question is smaller than any socket's buffer
      end("asking took " + sent + " of " + request.length + " bytes");
    }
  }

  @Override
  public void ready(int readiness) {
    if (state == State.CONNECTING) {
      connected();
    } else if (state != State.CLOSED) {
      read();
    }
  }

  @Override
  public void leave() {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      begun = NOTHING;
      loop.sockets().reset(fd);
    }
  }

  private void connected() {
    int error = loop.sockets().pendingError(fd);
    if (error != 0) {
      end("not connected (errno " + error + ")");
      return;
    }
    state = State.IDLE;
    loop.epoll().modify(fd, Epoll.READABLE, token);
    asker.connected(this);
  }

  private void read() {
    if (bodyLeft > 0) {
      long count = loop.sockets().discard(fd, bodyLeft);
      if (isSomething(count)) {
        bodyLeft -= count;
        answerIfWhole();
      }
      return;
    }
    MemorySegment buffer = loop.nativeBuffer();
    long count = loop.sockets().receive(fd, wantsBody ? buffer : buffer.asSlice(0, HEAD_BYTES));
    if (isSomething(count)) {
      hear(loop.copied((int) count), (int) count);
    }
  }

  private boolean isSomething(long count) {
    if (count == 0) {
      end("closed by the server");
    } else if (count < 0 && count != -Sockets.EAGAIN) {
      end("broken (errno " + -count + ")");
    }
    return count > 0;
  }

  private void hear(byte[] heard, int heardBytes) {
    byte[] bytes = heard;
    int count = heardBytes;
    if (begun.length > 0) {
      bytes = Arrays.copyOf(begun, begun.length + heardBytes);
      System.arraycopy(heard, 0, bytes, begun.length, heardBytes);
      count = bytes.length;
    }
    if (!HttpHead.isWhole(bytes, count)) {
      begun = Arrays.copyOf(bytes, count);
      return;
    }
    head = HttpHead.read(bytes, count);
    if (head.bodyBytes() < 0) {
      end("status " + head.status() + " without a length");
    } else {
      hearBody(bytes, count);
    }
  }

  private void hearBody(byte[] bytes, int count) {
    long left = head.bytes() + head.bodyBytes() - count;
    if (left > 0 && wantsBody) {
      begun = Arrays.copyOf(bytes, count);
      return;
    }
    begun = NOTHING;
    bodyLeft = left;
    if (left <= 0) {
      answer(bytes);
    }
  }

  private void answerIfWhole() {
    if (bodyLeft == 0) {
      answer(NOTHING);
    }
  }

  private void answer(byte[] bytes) {
    state = State.IDLE;
    asker.answered(
        this,
        new Answer(
            head.status(),
            head.gzip(),
            Math.toIntExact(head.bodyBytes()),
            bytes,
            head.bytes(),
            System.nanoTime()));
  }

  private void end(String reason) {
    if (state != State.CLOSED) {
      leave();
      asker.ended(this, reason);
    }
  }
}
