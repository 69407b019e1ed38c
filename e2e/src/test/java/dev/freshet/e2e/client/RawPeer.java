package dev.freshet.e2e.client;

import dev.freshet.e2e.clip.FlvTags;
import dev.freshet.e2e.process.Children;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// A connection whose every byte the test decides, from an address of its own. Owned by [Children].
public final class RawPeer implements AutoCloseable {
  private static final int HANDSHAKE_BYTES = 1536; // C1, S1, C2 and S2 (RTMP 1.0, 5.2.3)
  private static final int EXTENDED = 0xFFFFFF; // and above (RTMP 1.0, 5.3.1.3)
  private static final int CHUNK_BYTES = 128; // until it is changed (RTMP 1.0, 5.4.1)

  private final Socket socket = new Socket();

  private RawPeer(String localAddress, int port, int receiveBytes) throws IOException {
    if (receiveBytes > 0) {
      socket.setReceiveBufferSize(receiveBytes);
    }
    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(localAddress), 0));
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 5_000);
  }

  /// Connects from an address such as `127.0.0.2`.
  public static RawPeer connect(Children children, String localAddress, int port) {
    return connect(children, localAddress, port, 0);
  }

  /// Connects with so small a receive buffer that what is not read soon fills the server's, too.
  public static RawPeer connectDeaf(Children children, String localAddress, int port) {
    return connect(children, localAddress, port, 2_048);
  }

  private static RawPeer connect(Children children, String local, int port, int receiveBytes) {
    try {
      return children.own(new RawPeer(local, port, receiveBytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sends bytes; a server that has closed already is no failure.
  public RawPeer send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      return this; // awaitClose tells
    }
    return this;
  }

  public RawPeer send(String text) {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Shakes hands for RTMP, the plain way.
  public RawPeer shakeHands() {
    send(new byte[] {3});
    send(new byte[HANDSHAKE_BYTES]);
    read(1 + 2 * HANDSHAKE_BYTES);
    return send(new byte[HANDSHAKE_BYTES]);
  }

  /// Asks to publish `APP/NAME` by RTMP; what follows is taken for media.
  public RawPeer publish(String app, String name) {
    return publish(app, name, Map.of());
  }

  /// Asks to publish, with more about itself in `connect`.
  public RawPeer publish(String app, String name, Map<String, Object> about) {
    return connectTo(app, about).message(4, 20, Amf0.of("publish", 3, null, name, "live"));
  }

  /// Asks to play `APP/NAME` by RTMP, with more about itself in `connect`.
  public RawPeer play(String app, String name, Map<String, Object> about) {
    return connectTo(app, about).message(4, 20, Amf0.of("play", 3, null, name));
  }

  private RawPeer connectTo(String app, Map<String, Object> about) {
    shakeHands();
    Map<String, Object> client = new HashMap<>(about);
    client.put("app", app);
    client.put("tcUrl", "rtmp://127.0.0.1/" + app);
    message(3, 20, Amf0.of("connect", 1, client));
    return message(3, 20, Amf0.of("createStream", 2, null));
  }

  /// Sends tags of FLV as the messages of a publisher, at the pace of their times.
  ///
  /// @param repeats whether type 3 chunks repeat an extended timestamp: ffmpeg's dialect and that
  ///   of newer librtmps, not of older ones
  public RawPeer media(List<FlvTags.Tag> tags, boolean repeats) {
    long sentMs = tags.getLast().timestampMs();
    for (FlvTags.Tag tag : tags) {
      long waitMs = tag.timestampMs() - sentMs;
      if (waitMs > 0 && waitMs < 1_000) { // else it wraps, or its time means nothing
        LockSupport.parkNanos(waitMs * 1_000_000);
      }
      sentMs = tag.timestampMs();
      message(5, tag.type(), tag.timestampMs(), tag.body(), repeats);
    }
    return this;
  }

  /// Sends an RTMP message in chunks of 128 bytes.
  public RawPeer message(int chunkStream, int type, byte[] body) {
    return message(chunkStream, type, 0, body, true);
  }

  /// Sends the header of an RTMP message, and no more.
  public RawPeer begin(int chunkStream, int type, int bodyBytes) {
    return send(header(chunkStream, type, 0, bodyBytes));
  }

  private RawPeer message(
      int chunkStream, int type, long timestampMs, byte[] body, boolean repeats) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header(chunkStream, type, timestampMs, body.length));
    for (int at = 0; at < body.length; at += CHUNK_BYTES) {
      if (at > 0) {
        out.write(0xC0 | chunkStream);
        out.writeBytes(repeats ? extended(timestampMs) : new byte[0]);
      }
      out.write(body, at, Math.min(CHUNK_BYTES, body.length - at));
    }
    return send(out.toByteArray());
  }

  private static byte[] header(int chunkStream, int type, long timestampMs, int bodyBytes) {
    boolean control = chunkStream < 4;
    int field = timestampMs >= EXTENDED ? EXTENDED : (int) timestampMs;
    byte[] extended = extended(timestampMs);
    return ByteBuffer.allocate(12 + extended.length)
        .putInt(chunkStream << 24 | field)
        .put((byte) (bodyBytes >> 16))
        .putShort((short) bodyBytes)
        .put((byte) type)
        .putInt(control ? 0 : 0x01000000) // the message stream's id, little-endian
        .put(extended)
        .array();
  }

  private static byte[] extended(long timestampMs) {
    return timestampMs >= EXTENDED
        ? ByteBuffer.allocate(4).putInt((int) timestampMs).array()
        : new byte[0];
  }

  /// Sends Set Chunk Size.
  public RawPeer chunkSize(int bytes) {
    return message(2, 1, ByteBuffer.allocate(4).putInt(bytes).array());
  }

  /// Reads what the server says until it has said `bytes` bytes.
  public byte[] read(int bytes) {
    try {
      socket.setSoTimeout(10_000);
      byte[] read = socket.getInputStream().readNBytes(bytes);
      if (read.length < bytes) {
        throw new AssertionError("closed after " + read.length + " bytes");
      }
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads an answer over HTTP up to its body.
  public RawPeer readHead() {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) read(1)[0]);
    }
    return this;
  }

  /// Waits until the server closes the connection.
  ///
  /// @return what it said before
  public String awaitClose(Duration atMost) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    long deadlineNs = System.nanoTime() + atMost.toNanos();
    try {
      InputStream in = socket.getInputStream();
      socket.setSoTimeout(100);
      while (System.nanoTime() < deadlineNs) {
        if (readSome(in, said) < 0) {
          return said.toString(StandardCharsets.ISO_8859_1);
        }
      }
    } catch (IOException e) {
      return said.toString(StandardCharsets.ISO_8859_1); // reset is closed, too
    }
    throw new AssertionError("still open after " + atMost + "; it said: " + said);
  }

  private static int readSome(InputStream in, ByteArrayOutputStream said) throws IOException {
    byte[] some = new byte[8192];
    try {
      int count = in.read(some);
      said.write(some, 0, Math.max(0, count));
      return count;
    } catch (SocketTimeoutException e) {
      return 0;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
