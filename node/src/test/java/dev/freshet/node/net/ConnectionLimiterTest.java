package dev.freshet.node.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.contract.node.NodeLimits;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ConnectionLimiterTest {
  private final AtomicReference<NodeLimits> limits = new AtomicReference<>(limits(2, 3));
  private final ConnectionLimiter limiter = new ConnectionLimiter(limits::get);

  @Test
  void countsConnectionsOfAnAddress() throws Exception {
    assertThat(limiter.enter(address("192.0.2.1"))).isNull();
    assertThat(limiter.enter(address("192.0.2.1"))).isNull();
    assertThat(limiter.enter(address("192.0.2.1"))).isEqualTo("maxConnectionsPerAddress");
    assertThat(limiter.enter(address("192.0.2.2"))).isNull();
    assertThat(limiter.enter(address("192.0.2.3"))).isEqualTo("maxConnections");
    assertThat(limiter.open()).isEqualTo(3);
    assertThat(limiter.clients()).isEqualTo(2);
  }

  @Test
  void countsAnIpv6ClientByItsNetwork() throws Exception {
    assertThat(limiter.enter(address("2001:db8::1"))).isNull();
    assertThat(limiter.enter(address("2001:db8::2:0:0:1"))).isNull();
    assertThat(limiter.enter(address("2001:db8::3"))).isEqualTo("maxConnectionsPerAddress");
    assertThat(limiter.enter(address("2001:db8:0:1::3"))).isNull();
  }

  @Test
  void aReloadedLimitHoldsForTheNextConnection() throws Exception {
    limiter.enter(address("192.0.2.1"));
    limits.set(limits(1, 3));
    assertThat(limiter.enter(address("192.0.2.1"))).isEqualTo("maxConnectionsPerAddress");
  }

  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(text));
  }

  private static NodeLimits limits(int perAddress, int all) {
    NodeLimits base = NodeLimits.DEFAULTS;
    return new NodeLimits(
        base.handshakeTimeoutMs(),
        base.headerTimeoutMs(),
        base.idleTimeoutMs(),
        base.maxHeaderBytes(),
        base.maxMessageBytes(),
        base.maxChunkBytes(),
        base.maxChunkStreams(),
        base.maxMetadataBytes(),
        perAddress,
        all,
        base.maxBytesInFlight(),
        base.maxConcurrentRequests(),
        base.maxControlFrames());
  }
}
