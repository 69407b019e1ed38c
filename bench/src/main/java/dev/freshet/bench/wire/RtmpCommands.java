package dev.freshet.bench.wire;

import dev.freshet.bench.stream.StreamShape;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What an RTMP client says, ready to send, and how it reads the answers (RTMP 1.0, 7.2).
/// Stateless.
public final class RtmpCommands {
  /// Bytes of C0 and C1, and so of S0 and S1.
  public static final int HELLO_BYTES = 1 + 1_536;

  /// Message type of a command in AMF0.
  public static final int COMMAND = 20;

  private static final int DATA = 18;
  private static final int COMMAND_CHUNK_STREAM = 3;
  private static final int MEDIA_CHUNK_STREAM = 4;

  private RtmpCommands() {}

  /// C0 and C1 of the plain handshake.
  public static byte[] hello() {
    byte[] hello = new byte[HELLO_BYTES];
    hello[0] = 3;
    for (int i = 9; i < HELLO_BYTES; i++) {
      hello[i] = (byte) (i * 31);
    }
    return hello;
  }

  /// SetChunkSize and `connect`.
  public static byte[] connect(String tcUrl, String app) {
    Amf0 connect =
        new Amf0()
            .string("connect")
            .number(1)
            .beginObject()
            .name("app")
            .string(app)
            .name("flashVer")
            .string("FMLE/3.0 (compatible; freshet-bench)")
            .name("tcUrl")
            .string(tcUrl)
            .endObject();
    ByteBuffer out = ByteBuffer.allocate(1_024);
    byte[] chunkSize = ByteBuffer.allocate(4).putInt(RtmpWriter.CHUNK_BYTES).array();
    RtmpWriter.write(out, 2, 1, 0, 0, chunkSize);
    RtmpWriter.write(out, COMMAND_CHUNK_STREAM, COMMAND, 0, 0, connect.bytes());
    return taken(out);
  }

  /// `createStream`.
  public static byte[] createStream() {
    return command(0, new Amf0().string("createStream").number(2).nothing());
  }

  /// `play`.
  public static byte[] play(int messageStream, String name) {
    return command(
        messageStream, new Amf0().string("play").number(3).nothing().string(name).number(-2_000));
  }

  /// `publish`.
  public static byte[] publish(int messageStream, String name) {
    return command(
        messageStream,
        new Amf0().string("publish").number(3).nothing().string(name).string("live"));
  }

  /// `@setDataFrame` with `onMetaData`.
  public static byte[] metadata(int messageStream, StreamShape shape) {
    Amf0 data =
        new Amf0()
            .string("@setDataFrame")
            .string("onMetaData")
            .beginObject()
            .name("width")
            .number(320)
            .name("height")
            .number(240)
            .name("framerate")
            .number(1e6 / StreamShape.PICTURE_US)
            .name("videocodecid")
            .number(7)
            .name("audiocodecid")
            .number(10)
            .name("audiosamplerate")
            .number(StreamShape.AUDIO_HZ)
            .name("stereo")
            .bool(true)
            .name("datarate")
            .number(shape.bodyBytesPerSecond() * 8 / 1_000)
            .endObject();
    ByteBuffer out = ByteBuffer.allocate(1_024);
    RtmpWriter.write(out, MEDIA_CHUNK_STREAM, DATA, 0, messageStream, data.bytes());
    return taken(out);
  }

  /// Whether a command's body begins with `name`.
  public static boolean isCommand(byte[] body, int length, String name) {
    byte[] expected = new Amf0().string(name).bytes();
    if (length < expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (body[i] != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /// The transaction that a `_result` answers.
  public static int transaction(byte[] body) {
    return (int) ByteBuffer.wrap(body).getDouble(3 + "_result".length() + 1);
  }

  /// The message stream that a `_result` of `createStream` gives: a number after a null.
  public static int createdStream(byte[] body) {
    return (int) ByteBuffer.wrap(body).getDouble(3 + "_result".length() + 9 + 1 + 1);
  }

  /// What is readable in a command, for messages to people and to find status codes.
  public static String text(byte[] body, int length) {
    return new String(body, 0, length, StandardCharsets.US_ASCII).replaceAll("[^ -~]+", " ").trim();
  }

  private static byte[] command(int messageStream, Amf0 values) {
    ByteBuffer out = ByteBuffer.allocate(1_024);
    RtmpWriter.write(out, COMMAND_CHUNK_STREAM, COMMAND, 0, messageStream, values.bytes());
    return taken(out);
  }

  private static byte[] taken(ByteBuffer out) {
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }
}
