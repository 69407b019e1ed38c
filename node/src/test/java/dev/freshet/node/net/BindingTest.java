package dev.freshet.node.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.time.Clock;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BindingTest {
  private final Loops loops = Loops.start("binding", Transport.best(), 1, Clock.system());

  @AfterEach
  void close() {
    loops.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Transport.class,
      names = {"EPOLL", "NIO"})
  void anyAddressIsIpv4AndIpv6(Transport transport) throws Exception {
    if (!transport.available()) {
      return;
    }
    try (Loops own = Loops.start("any", transport, 1, Clock.system())) {
      int port = bind(own, new HostPort("", 0)).getPort();
      connect("127.0.0.1", port);
      if (java.net.NetworkInterface.getByName("lo") != null && hasIpv6()) {
        connect("::1", port);
      }
    }
  }

  @Test
  void oneAddressIsThatOne() throws Exception {
    InetSocketAddress bound = bind(loops, new HostPort("127.0.0.1", 0));
    assertThat(bound.getAddress().getHostAddress()).isEqualTo("127.0.0.1");
    connect("127.0.0.1", bound.getPort());
  }

  @Test
  void saysWhichPortCannotBeHadAndWhy() throws Exception {
    int taken = bind(loops, new HostPort("127.0.0.1", 0)).getPort();
    assertThatThrownBy(() -> bind(loops, new HostPort("127.0.0.1", taken)))
        .isInstanceOf(IOException.class)
        .hasMessage("listen.test: 127.0.0.1:" + taken + ": Address already in use");
  }

  private static InetSocketAddress bind(Loops loops, HostPort address) throws IOException {
    ServerBootstrap bootstrap =
        loops.serverBootstrap().childHandler(new ChannelInboundHandlerAdapter());
    Channel channel = Binding.bind(bootstrap, "test", address);
    return (InetSocketAddress) channel.localAddress();
  }

  private static void connect(String host, int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), 5_000);
    }
  }

  private static boolean hasIpv6() throws IOException {
    return java.net.NetworkInterface.networkInterfaces()
        .flatMap(java.net.NetworkInterface::inetAddresses)
        .anyMatch(address -> address.getHostAddress().startsWith("0:0:0:0:0:0:0:1"));
  }
}
