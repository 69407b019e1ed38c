package dev.freshet.bench.measure;

import dev.freshet.bench.stream.Mark;
import dev.freshet.bench.stream.StreamShape;
import dev.freshet.bench.stream.SyntheticStream;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// How long a publisher's frames take from just before their send to their stamp at the node: the
/// way through the kernel and the wait for the node's event loop. Learnt by a player of FLV that
/// asks for the ingest clock (`?clock=1`), which tells of each frame when it was stamped. Owned by
/// its scenario; reads on a thread of its own.
public final class IngestLag implements AutoCloseable {
  private static final int CLOCK_TAG = 15;
  private static final int FLV_HEADER_BYTES = 9 + 4;
  private static final int PREVIOUS_TAG_SIZE_BYTES = 4;
  private static final int MAX_LAG_US = 60_000_000;

  private final Socket socket;
  private Histogram lagsUs = new Histogram(MAX_LAG_US, 3);
  private @Nullable IOException failure;
  private boolean closed;

  private IngestLag(Socket socket) {
    this.socket = socket;
  }

  /// Begins to listen.
  ///
  /// @param port of HTTP, on 127.0.0.1
  public static IngestLag open(int port, String app, String name) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    String request = "GET /%s/%s.flv?clock=1 HTTP/1.0\r\nHost: x\r\n\r\n".formatted(app, name);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    IngestLag lag = new IngestLag(socket);
    Thread.ofPlatform().name("ingest-lag").daemon().start(lag::run);
    return lag;
  }

  /// What was seen since the last call, in us.
  public synchronized Histogram take() throws IOException {
    if (failure != null) {
      throw failure;
    }
    Histogram taken = lagsUs;
    lagsUs = new Histogram(MAX_LAG_US, 3);
    return taken;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // nothing is lost
    }
  }

  private void run() {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(socket.getInputStream()))) {
      skipHead(in);
      in.skipNBytes(FLV_HEADER_BYTES);
      readTags(in);
    } catch (IOException ended) {
      synchronized (this) {
        failure = closed ? null : ended;
      }
    }
  }

  private static void skipHead(InputStream in) throws IOException {
    for (int newlines = 0; newlines < 2; ) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("the node closed before the body");
      }
      newlines = b == '\n' ? newlines + 1 : b == '\r' ? newlines : 0;
    }
  }

  private void readTags(DataInputStream in) throws IOException {
    // nanoseconds of the wall clock are those of the monotonic clock and this much
    Instant now = Instant.now();
    long wallUs = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    long offsetUs = wallUs - System.nanoTime() / 1_000;
    byte[] body = new byte[StreamShape.BIG.keyframeBytes() + 64];
    long stampedUs = 0;
    while (true) {
      int type = in.readUnsignedByte() & 0x1f;
      int bytes = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      in.skipNBytes(7); // timestamp and stream id
      in.readFully(body, 0, bytes);
      in.skipNBytes(PREVIOUS_TAG_SIZE_BYTES);
      if (type == CLOCK_TAG) {
        stampedUs = readLong(body);
      } else if (type == SyntheticStream.VIDEO || type == SyntheticStream.AUDIO) {
        record(body, SyntheticStream.markOffset(type), bytes, stampedUs - offsetUs);
      }
    }
  }

  private synchronized void record(byte[] body, int at, int bytes, long stampedUs) {
    if (Mark.isAt(body, at, bytes)) {
      long lagUs = stampedUs - Mark.sentNs(body, at) / 1_000;
      lagsUs.recordValue(Math.clamp(lagUs, 0, MAX_LAG_US));
    }
  }

  private static long readLong(byte[] body) {
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = value << 8 | body[i] & 0xff;
    }
    return value;
  }
}
