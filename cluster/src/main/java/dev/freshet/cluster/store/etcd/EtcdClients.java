package dev.freshet.cluster.store.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Makes clients of jetcd. A new one is made whenever etcd was away: an old one would wait ever
/// longer, up to two minutes, before it tries to connect again.
final class EtcdClients {
  /// etcd does not like pings more often than every 5 s.
  private static final Duration PING_EVERY = Duration.ofSeconds(6);

  private static final Duration PING_TIMEOUT = Duration.ofSeconds(3);
  private static final int MAX_MESSAGE_BYTES = 80 << 20;

  private final EtcdConfig config;
  private final @Nullable SslContext tls;
  private final ExecutorService executor;
  private final LongSupplier timeoutMs;

  /// @param executor where jetcd starts its calls
  EtcdClients(EtcdConfig config, ExecutorService executor, LongSupplier timeoutMs)
      throws SSLException {
    this.config = config;
    this.executor = executor;
    this.timeoutMs = timeoutMs;
    this.tls = config.isTls() ? tls(config.tls()) : null;
  }

  Client open() {
    ClientBuilder builder =
        Client.builder()
            .endpoints(config.endpoints())
            .namespace(bytes(config.root()))
            .executorService(executor)
            .connectTimeout(Duration.ofMillis(config.requestTimeoutMs()))
            .keepaliveTime(PING_EVERY)
            .keepaliveTimeout(PING_TIMEOUT)
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .waitForReady(false) // an answer "not there" is an answer
            .retryMaxAttempts(1) // for a token that has run out; nothing else is tried twice
            .retryDelay(50)
            .interceptor(new Deadlines(timeoutMs));
    EtcdConfig.Credentials credentials = config.credentials();
    if (credentials != null) {
      builder.user(bytes(credentials.user())).password(bytes(credentials.password()));
    }
    if (tls != null) {
      builder.sslContext(tls);
    }
    EtcdConfig.Tls names = config.tls();
    if (names != null && names.serverName() != null) {
      builder.authority(names.serverName());
    }
    return builder.build();
  }

  private static SslContext tls(EtcdConfig.@Nullable Tls files) throws SSLException {
    SslContextBuilder builder = GrpcSslContexts.forClient();
    if (files != null) {
      Path authorities = files.authorities();
      if (authorities != null) {
        builder.trustManager(authorities.toFile());
      }
      Path certificate = files.certificate();
      Path key = files.key();
      if (certificate != null && key != null) {
        builder.keyManager(certificate.toFile(), key.toFile());
      }
    }
    return builder.build();
  }

  static ByteSequence bytes(String text) {
    return ByteSequence.from(text, StandardCharsets.UTF_8);
  }

  /// Every call has an end but the watch, which pings watch over.
  private record Deadlines(LongSupplier timeoutMs) implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      boolean endless = "Watch".equals(method.getBareMethodName());
      return next.newCall(
          method,
          endless
              ? options
              : options.withDeadlineAfter(timeoutMs.getAsLong(), TimeUnit.MILLISECONDS));
    }
  }
}
