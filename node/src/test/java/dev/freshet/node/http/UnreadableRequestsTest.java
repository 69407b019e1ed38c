package dev.freshet.node.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.node.net.PeerFaults;
import dev.freshet.testkit.SimulatedLoops;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What cannot be read as a request of HTTP/1.1 is answered with a problem document, the last one
/// of its connection.
class UnreadableRequestsTest {
  private static final String LONG = "x".repeat(10_000);

  private final SimulatedLoops loops = new SimulatedLoops(1, 1);
  private final PeerFaults faults = new PeerFaults(loops.clock());
  private final Wire wire =
      new Wire(loops, faults, new InetSocketAddress("192.0.2.1", 5_000), List.of());

  @Test
  void headersThatAreTooLong() {
    Wire.Reply reply = Objects.requireNonNull(wire.send("GET", "/x", "X-Long: " + LONG).reply());
    assertIsProblem(reply, 431, "limit");
    assertThat(reply.text()).contains("limits.maxHeader");
    assertThat(faults.count("http", "limit:maxHeader")).isEqualTo(1);
  }

  @Test
  void aRequestLineThatIsTooLong() {
    Wire.Reply reply = Objects.requireNonNull(wire.send("GET", "/" + LONG).reply());
    assertIsProblem(reply, 431, "limit");
    assertThat(faults.count("http", "limit:maxHeader")).isEqualTo(1);
  }

  @Test
  void whatIsNoRequest() {
    Wire.Reply reply = Objects.requireNonNull(wire.send("G\u0001T", "/x").reply());
    assertIsProblem(reply, 400, "malformed-request");
  }

  private static void assertIsProblem(Wire.Reply reply, int status, String type) {
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
    assertThat(reply.header("connection")).isEqualTo("close");
    assertThat(reply.text()).contains("\"type\":\"urn:freshet:problem:" + type + "\"");
  }
}
