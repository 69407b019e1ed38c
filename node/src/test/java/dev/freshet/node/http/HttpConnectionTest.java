package dev.freshet.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.node.net.PeerFaults;
import dev.freshet.testkit.SimulatedLoops;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How long a connection may take for what it is sent.
class HttpConnectionTest {
  private static final int TIMEOUT_MS = 1_000;
  private static final int BODY_BYTES = 100_000;
  private static final int SOME_BYTES = 1_000;

  private final SimulatedLoops loops = new SimulatedLoops(1, 1);
  private final PeerFaults faults = new PeerFaults(loops.clock());
  private final SlowChannel channel = new SlowChannel();

  @BeforeEach
  void open() {
    HttpRoute route =
        exchange -> {
          ByteBuf body = Unpooled.wrappedBuffer(new byte[BODY_BYTES]);
          exchange.respond(new Representation("video/mp4", "", "no-cache", body));
          return true;
        };
    channel
        .pipeline()
        .addLast(new HttpServerCodec())
        .addLast(new RequestAggregator(SOME_BYTES, faults, Carrier.PLAIN))
        .addLast(
            new HttpConnection(
                List.of(route),
                loops.loop(0),
                faults,
                new HttpDate(),
                Carrier.PLAIN,
                TIMEOUT_MS,
                TIMEOUT_MS));
  }

  @AfterEach
  void releaseWhatIsLeft() {
    channel.finishAndReleaseAll();
  }

  @Test
  void whoTakesNothingOfTheAnswerIsIdle() {
    ask();
    loops.advanceMs(TIMEOUT_MS);
    assertThat(channel.isActive()).isFalse();
    assertThat(faults.count("http", "limit:idleTimeout")).isEqualTo(1);
  }

  @Test
  void whoTakesTheAnswerSlowlyIsNot() {
    ask();
    for (int round = 0; round < 20; round++) {
      channel.take(SOME_BYTES);
      loops.advanceMs(TIMEOUT_MS);
      assertThat(channel.isActive()).isTrue();
    }
    channel.take(2 * BODY_BYTES);
    loops.advanceMs(TIMEOUT_MS);
    assertThat(channel.isActive()).isTrue(); // it has just finished
    loops.advanceMs(TIMEOUT_MS);
    assertThat(channel.isActive()).isFalse();
    assertThat(faults.count("http", "limit:idleTimeout")).isEqualTo(1);
  }

  @Test
  void whoAsksForNothingIsClosed() {
    loops.advanceMs(TIMEOUT_MS);
    assertThat(channel.isActive()).isFalse();
    assertThat(faults.count("http", "limit:headerTimeout")).isEqualTo(1);
  }

  private void ask() {
    channel.writeInbound(
        Unpooled.copiedBuffer("GET / HTTP/1.1\r\n\r\n", StandardCharsets.US_ASCII));
    loops.runUntilIdle();
  }

  /// A socket that takes bytes only when it is told to.
  private static final class SlowChannel extends EmbeddedChannel {
    private int roomBytes;

    void take(int bytes) {
      roomBytes = bytes;
      flush();
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer queue) {
      while (roomBytes > 0 && queue.current() instanceof ByteBuf bytes) {
        int taken = Math.min(roomBytes, bytes.readableBytes());
        roomBytes -= taken;
        queue.removeBytes(taken);
      }
    }
  }
}
