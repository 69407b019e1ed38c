package dev.freshet.app.client;

import dev.freshet.contract.time.Clock;
import dev.freshet.node.net.Loops;
import dev.freshet.node.net.NettyLoop;
import dev.freshet.node.net.Transport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/// Opens a client's connections, all on one loop. Owned by the command that uses it.
public final class Dialer implements AutoCloseable {
  private static final int CONNECT_TIMEOUT_MS = 10_000;

  private final Loops loops;
  private final Clock clock;
  private final boolean insecure;

  /// @param insecure whether any certificate will do
  public Dialer(Clock clock, boolean insecure) {
    this.loops = Loops.start("client", Transport.best(), 1, clock);
    this.clock = clock;
    this.insecure = insecure;
  }

  /// The loop of all its connections.
  NettyLoop loop() {
    return loops.get(0);
  }

  Clock clock() {
    return clock;
  }

  /// Connects to `endpoint`.
  ///
  /// @param handlers added behind TLS
  /// @param failed told, on the loop, why there will be no connection
  void dial(Endpoint endpoint, Consumer<String> failed, ChannelHandler... handlers) {
    loops
        .clientBootstrap(loop())
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) throws SSLException {
                if (endpoint.tls()) {
                  channel
                      .pipeline()
                      .addLast(tls().newHandler(channel.alloc(), endpoint.host(), endpoint.port()));
                }
                channel.pipeline().addLast(handlers);
              }
            })
        .connect(endpoint.host(), endpoint.port())
        .addListener(connected -> {
          if (!connected.isSuccess()) {
            failed.accept(
                "cannot connect to " + endpoint + ": " + Faults.describe(connected.cause()));
          }
        });
  }

  private SslContext tls() throws SSLException {
    SslContextBuilder builder = SslContextBuilder.forClient();
    if (insecure) {
      builder
          .trustManager(InsecureTrustManagerFactory.INSTANCE)
          .endpointIdentificationAlgorithm(null);
    }
    return builder.build();
  }

  @Override
  public void close() {
    loops.close();
  }
}
