package dev.freshet.bench.load;

import dev.freshet.bench.wire.FrameListener;
import dev.freshet.bench.wire.RtmpCommands;
import dev.freshet.bench.wire.RtmpListener;
import dev.freshet.bench.wire.RtmpParser;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/// Plays or publishes over RTMP, waiting for each answer as real clients do. Owned by its
/// connection.
final class RtmpConversation implements Conversation, RtmpListener {
  private final String tcUrl;
  private final String app;
  private final String name;
  private final boolean publishing;
  private final RtmpParser parser;
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
  private @Nullable ByteArrayOutputStream echo = new ByteArrayOutputStream(); // S1, for C2
  private int helloBytes;
  private int messageStream;
  private boolean underWay;
  private @Nullable String refusal;

  private RtmpConversation(
      String host, String app, String name, boolean publishing, FrameListener frames) {
    tcUrl = "rtmp://" + host + "/" + app;
    this.app = app;
    this.name = name;
    this.publishing = publishing;
    parser = new RtmpParser(frames, this);
  }

  static RtmpConversation play(String host, String app, String name, FrameListener frames) {
    return new RtmpConversation(host, app, name, false, frames);
  }

  static RtmpConversation publish(String host, String app, String name) {
    return new RtmpConversation(host, app, name, true, (_, _, _, _, _) -> {});
  }

  /// The stream that the server created for this connection's media.
  int messageStream() {
    return messageStream;
  }

  @Override
  public byte[] opening() {
    return RtmpCommands.hello();
  }

  @Override
  public byte[] hear(byte[] bytes, int from, int to, long nowNs) {
    int at = helloBytes < 2 * RtmpCommands.HELLO_BYTES - 1 ? readHello(bytes, from, to) : from;
    parser.accept(bytes, at, to, nowNs);
    if (answer.size() == 0) {
      return SILENCE;
    }
    byte[] said = answer.toByteArray();
    answer.reset();
    return said;
  }

  @Override
  public boolean isUnderWay() {
    return underWay;
  }

  @Override
  public @Nullable String refusal() {
    return refusal;
  }

  @Override
  public void media() {
    underWay = true;
  }

  @Override
  public void message(int type, byte[] body, int length) {
    if (type != RtmpCommands.COMMAND) {
      return;
    }
    if (RtmpCommands.isCommand(body, length, "_result")) {
      readResult(body);
    } else if (RtmpCommands.isCommand(body, length, "onStatus")) {
      readStatus(RtmpCommands.text(body, length));
    } else if (RtmpCommands.isCommand(body, length, "_error")) {
      refusal = RtmpCommands.text(body, length);
    }
  }

  /// Takes S0, S1 and S2, and answers S1 with C2.
  private int readHello(byte[] bytes, int from, int to) {
    int at = from;
    int wanted = 2 * RtmpCommands.HELLO_BYTES - 1;
    while (at < to && helloBytes < wanted) {
      ByteArrayOutputStream s1 = echo;
      if (s1 != null && helloBytes >= 1) {
        s1.write(bytes[at]);
        if (helloBytes == RtmpCommands.HELLO_BYTES - 1) {
          answer.writeBytes(s1.toByteArray());
          echo = null;
        }
      }
      at++;
      helloBytes++;
    }
    if (helloBytes == wanted) {
      answer.writeBytes(RtmpCommands.connect(tcUrl, app));
    }
    return at;
  }

  private void readResult(byte[] body) {
    if (RtmpCommands.transaction(body) == 1) {
      answer.writeBytes(RtmpCommands.createStream());
    } else if (RtmpCommands.transaction(body) == 2) {
      messageStream = RtmpCommands.createdStream(body);
      answer.writeBytes(
          publishing
              ? RtmpCommands.publish(messageStream, name)
              : RtmpCommands.play(messageStream, name));
    }
  }

  private void readStatus(String text) {
    if (publishing && text.contains("NetStream.Publish.Start")) {
      underWay = true;
    } else if (text.contains(" error ")
        || text.contains("NotFound")
        || text.contains("BadName")
        || text.contains("Failed")
        || text.contains("UnpublishNotify")) {
      refusal = text;
    }
  }
}
