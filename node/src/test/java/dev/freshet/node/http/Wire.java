package dev.freshet.node.http;

import dev.freshet.node.net.PeerFaults;
import dev.freshet.testkit.SimulatedLoops;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A client's connection without a socket, on the first of simulated loops: bytes of HTTP/1.1 go in
/// and come out, and no time passes. Owned by the test.
public final class Wire {
  private static final int TIMEOUT_MS = 60_000;
  private static final int MAX_BODY_BYTES = 1_000;

  /// What came back.
  ///
  /// @param headers by their names in lower case
  public record Reply(int status, Map<String, String> headers, byte[] body) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  private final SimulatedLoops loops;
  private final EmbeddedChannel channel;

  /// @param client where it comes from
  public Wire(
      SimulatedLoops loops, PeerFaults faults, InetSocketAddress client, List<HttpRoute> routes) {
    this.loops = loops;
    channel =
        new EmbeddedChannel() {
          @Override
          protected SocketAddress remoteAddress0() {
            return client;
          }
        };
    channel
        .pipeline()
        .addLast(new HttpServerCodec())
        .addLast(new RequestAggregator(MAX_BODY_BYTES, faults, Carrier.PLAIN))
        .addLast(
            new HttpConnection(
                routes,
                loops.loop(0),
                faults,
                new HttpDate(),
                Carrier.PLAIN,
                TIMEOUT_MS,
                TIMEOUT_MS));
  }

  /// Sends a request.
  ///
  /// @param headers whole lines
  public Wire send(String method, String uri, String... headers) {
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(uri).append(" HTTP/1.1\r\nHost: node.test\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    ByteBuf bytes = Unpooled.copiedBuffer(head.append("\r\n"), StandardCharsets.US_ASCII);
    loops.runOn(0, () -> channel.writeInbound(bytes));
    loops.runUntilIdle();
    return this;
  }

  /// What has come back, or null if nothing has yet.
  public @Nullable Reply reply() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      all.writeBytes(ByteBufUtil.getBytes(part));
      part.release();
    }
    return all.size() == 0 ? null : read(all.toByteArray());
  }

  /// The client goes away.
  public void close() {
    loops.runOn(0, channel::finishAndReleaseAll);
    loops.runUntilIdle();
  }

  private static Reply read(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    String[] lines = text.substring(0, end).split("\r\n");
    Map<String, String> headers = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      String[] header = lines[i].split(": *", 2);
      headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
    }
    byte[] body = java.util.Arrays.copyOfRange(bytes, end + 4, bytes.length);
    return new Reply(Integer.parseInt(lines[0].split(" ")[1]), headers, body);
  }
}
