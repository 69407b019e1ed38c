package dev.freshet.node.http;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;

/// An HTTP/2 connection on which a test writes frames as it likes (RFC 9113 section 4.1). Owned by
/// the test.
public final class RawHttp2 implements AutoCloseable {
  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PING = 6;
  public static final int GOAWAY = 7;
  public static final int WINDOW_UPDATE = 8;
  public static final int END_STREAM = 1;
  public static final int ACK = 1;
  public static final int END_HEADERS = 4;

  /// A frame that came.
  public record Frame(int type, int flags, int stream, byte[] payload) {
    /// The four bytes at `offset`: an error code.
    public int number(int offset) {
      return java.nio.ByteBuffer.wrap(payload).getInt(offset);
    }
  }

  private final SSLSocket socket;
  private final DataInputStream in;
  private final OutputStream out;

  private RawHttp2(SSLSocket socket) throws IOException {
    this.socket = socket;
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /// A connection past the exchange of settings.
  public static RawHttp2 connect(HttpsPort port) throws IOException {
    RawHttp2 peer = new RawHttp2(port.connect("h2"));
    peer.out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    peer.send(SETTINGS, 0, 0);
    peer.await(SETTINGS);
    peer.send(SETTINGS, ACK, 0);
    return peer;
  }

  public void send(int type, int flags, int stream, byte... payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(payload.length >> 16);
    frame.write(payload.length >> 8);
    frame.write(payload.length);
    frame.write(type);
    frame.write(flags);
    writeInt(frame, stream);
    frame.writeBytes(payload);
    out.write(frame.toByteArray());
  }

  public void sendInt(int type, int stream, int value) throws IOException {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    writeInt(payload, value);
    send(type, 0, stream, payload.toByteArray());
  }

  /// Asks for a path of fewer than 127 bytes, with a header of so many bytes besides.
  public void get(int stream, String path, int headerBytes) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(0x82); // :method GET (RFC 7541 appendix A)
    block.write(0x87); // :scheme https
    literal(block, 0x04, path); // :path, indexed name
    literal(block, 0x01, "localhost"); // :authority
    if (headerBytes > 0) {
      block.write(0x0f);
      block.write(58 - 15); // user-agent, as an integer with a 4-bit prefix
      integer(block, headerBytes);
      block.writeBytes("x".repeat(headerBytes).getBytes(StandardCharsets.US_ASCII));
    }
    send(HEADERS, END_STREAM | END_HEADERS, stream, block.toByteArray());
  }

  /// The next frame of this kind; others before it are passed over.
  public Frame await(int type) throws IOException {
    while (true) {
      Frame frame = read();
      if (frame.type == type) {
        return frame;
      }
    }
  }

  /// Reads until the other side closes.
  public void awaitClose() throws IOException {
    try {
      while (true) {
        read();
      }
    } catch (EOFException | SocketException closed) {
      // as it should
    }
  }

  Frame read() throws IOException {
    int bytes = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    byte[] payload = new byte[bytes];
    in.readFully(payload);
    return new Frame(type, flags, stream, payload);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static void literal(ByteArrayOutputStream block, int name, String value) {
    block.write(name);
    block.write(value.length());
    block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  private static void integer(ByteArrayOutputStream block, int value) {
    block.write(0x7f);
    int rest = value - 0x7f;
    while (rest >= 0x80) {
      block.write(rest & 0x7f | 0x80);
      rest >>= 7;
    }
    block.write(rest);
  }

  private static void writeInt(ByteArrayOutputStream out, int value) {
    out.write(value >> 24);
    out.write(value >> 16);
    out.write(value >> 8);
    out.write(value);
  }
}
