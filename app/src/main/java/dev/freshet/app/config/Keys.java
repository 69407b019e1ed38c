package dev.freshet.app.config;

import static dev.freshet.app.config.Applies.AT_START;
import static dev.freshet.app.config.Applies.LIVE;

import dev.freshet.contract.node.CidrBlock;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.node.MediaPort;
import dev.freshet.contract.service.SegmentConfig.TokenPlace;
import dev.freshet.contract.service.StandbyMode;
import dev.freshet.contract.service.TakeoverPolicy;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Every key of the file `freshet.yaml`, which explains them; tests hold the two together.
public final class Keys {
  static final Key<String> NODE_ID =
      new Key<>("node.id", ValueType.text("a name, or auto"), "auto", AT_START);
  static final Key<FreshetConfig.Tier> NODE_TIER =
      new Key<>("node.tier", ValueType.oneOf(FreshetConfig.Tier.class), "edge", AT_START);
  static final Key<String> NODE_REGION =
      new Key<>("node.region", ValueType.text("a name"), "local", AT_START);
  static final Key<List<String>> NODE_ISPS =
      new Key<>("node.isps", ValueType.listOf(ValueType.text("a name")), "", AT_START);
  static final Key<List<FreshetConfig.Role>> NODE_ROLES =
      new Key<>(
          "node.roles",
          ValueType.listOf(ValueType.oneOf(FreshetConfig.Role.class)),
          "media,control",
          AT_START);
  static final Key<Integer> NODE_LOOPS = new Key<>("node.loops", ValueType.count(0), "0", AT_START);
  static final Key<FreshetConfig.TransportChoice> NODE_TRANSPORT =
      new Key<>(
          "node.transport", ValueType.oneOf(FreshetConfig.TransportChoice.class), "auto", AT_START);

  static final Key<Optional<HostPort>> LISTEN_RTMP = listen("rtmp", ":1935");
  static final Key<Optional<HostPort>> LISTEN_RTMPS = listen("rtmps", "");
  static final Key<Optional<HostPort>> LISTEN_HTTP = listen("http", ":8080");
  static final Key<Optional<HostPort>> LISTEN_HTTPS = listen("https", "");
  static final Key<Optional<HostPort>> LISTEN_RELAY = listen("relay", "");
  static final Key<Optional<HostPort>> LISTEN_ADMIN = listen("admin", "127.0.0.1:8090");

  static final Key<Optional<HostPort>> ADVERTISE_RTMP = advertise("rtmp");
  static final Key<Optional<HostPort>> ADVERTISE_RTMPS = advertise("rtmps");
  static final Key<Optional<HostPort>> ADVERTISE_HTTP = advertise("http");
  static final Key<Optional<HostPort>> ADVERTISE_HTTPS = advertise("https");
  static final Key<Optional<HostPort>> ADVERTISE_RELAY =
      new Key<>("advertise.relay", ValueType.address(), "", AT_START);

  static final Key<String> TLS_CERTIFICATE =
      new Key<>("tls.certificate", ValueType.text("a file in PEM"), "", LIVE);
  static final Key<String> TLS_KEY =
      new Key<>("tls.key", ValueType.text("a file in PEM"), "", LIVE);

  static final Key<List<URI>> CLUSTER_ETCD =
      cluster(
          "etcd",
          ValueType.listOf(ValueType.word("http://HOST:PORT or https://HOST:PORT", Keys::endpoint)),
          "");
  static final Key<String> CLUSTER_ETCD_USER = cluster("etcdUser", ValueType.text("a name"), "");
  static final Key<String> CLUSTER_ETCD_PASSWORD =
      cluster("etcdPassword", ValueType.text("a text"), "");
  static final Key<String> CLUSTER_ETCD_AUTHORITIES =
      cluster("etcdAuthorities", ValueType.text("a file in PEM"), "");
  static final Key<String> CLUSTER_ETCD_CERTIFICATE =
      cluster("etcdCertificate", ValueType.text("a file in PEM"), "");
  static final Key<String> CLUSTER_ETCD_KEY =
      cluster("etcdKey", ValueType.text("a file in PEM"), "");
  static final Key<String> CLUSTER_ETCD_ROOT =
      cluster(
          "etcdRoot",
          ValueType.word("a text that ends in /", text -> text.endsWith("/") ? text : null),
          "freshet/");
  static final Key<String> CLUSTER_SECRET =
      new Key<>("cluster.secret", ValueType.text("a text"), "", AT_START);
  static final Key<List<HostPort>> CLUSTER_PARENTS =
      new Key<>(
          "cluster.parents",
          ValueType.listOf(ValueType.word("an address such as 192.0.2.1:8070", HostPort::parse)),
          "",
          AT_START);
  static final Key<Integer> CLUSTER_HANDSHAKE_TIMEOUT =
      cluster("handshakeTimeout", duration(100), "3s");
  static final Key<Integer> CLUSTER_MAX_CONNECTIONS =
      cluster("maxConnections", ValueType.count(1), "100000");
  static final Key<Integer> CLUSTER_MAX_MESSAGE =
      cluster("maxMessage", ValueType.size(1 << 16), "12MiB");
  static final Key<Integer> CLUSTER_MAX_LOOKUPS = cluster("maxLookups", ValueType.count(1), "1000");
  static final Key<Integer> CLUSTER_RETRY = cluster("retry", duration(0), "30s");
  static final Key<Integer> CLUSTER_SILENCE = cluster("silence", duration(1_000), "3s");
  static final Key<StandbyMode> CLUSTER_STANDBY =
      cluster("standby", ValueType.oneOf(StandbyMode.class), "warm");
  static final Key<Integer> CLUSTER_LATE = cluster("late", duration(100), "400ms");
  static final Key<Integer> CLUSTER_SUSPECT = cluster("suspect", duration(100), "600ms");
  static final Key<Integer> CLUSTER_MAX_CALLS = cluster("maxCalls", ValueType.count(1), "10000");
  static final Key<Integer> CLUSTER_MAX_CALL = cluster("maxCall", ValueType.size(1 << 10), "64KiB");
  static final Key<Integer> CLUSTER_MAX_CALL_CONNECTIONS =
      cluster("maxCallConnections", ValueType.count(2), "1000");
  static final Key<Integer> CLUSTER_CALL_IDLE = cluster("callIdle", duration(1_000), "30s");
  static final Key<String> DATABASE =
      new Key<>("database", ValueType.text("a JDBC address"), "", AT_START);
  static final Key<String> DATA_DIR =
      new Key<>("dataDir", ValueType.text("a folder"), "./data", AT_START);

  static final Key<List<CidrBlock>> PROXY_TRUSTED =
      new Key<>(
          "proxy.trusted",
          ValueType.listOf(ValueType.word(CidrBlock.EXPECTED, CidrBlock::parse)),
          "",
          AT_START);
  static final Key<List<MediaPort>> PROXY_PROTOCOL =
      new Key<>("proxy.protocol", ValueType.listOf(ValueType.oneOf(MediaPort.class)), "", AT_START);

  static final Key<Integer> HANDSHAKE_TIMEOUT = limit("handshakeTimeout", duration(100), "10s");
  static final Key<Integer> HEADER_TIMEOUT = limit("headerTimeout", duration(100), "10s");
  static final Key<Integer> IDLE_TIMEOUT = limit("idleTimeout", duration(1_000), "30s");
  static final Key<Integer> MAX_HEADER = limit("maxHeader", ValueType.size(1 << 10), "16KiB");
  static final Key<Integer> MAX_MESSAGE = limit("maxMessage", ValueType.size(1 << 16), "10MiB");
  static final Key<Integer> MAX_CHUNK_SIZE =
      limit("maxChunkSize", ValueType.size(1 << 16), "16MiB");
  static final Key<Integer> MAX_CHUNK_STREAMS = limit("maxChunkStreams", ValueType.count(8), "64");
  static final Key<Integer> MAX_METADATA = limit("maxMetadata", ValueType.size(1 << 10), "64KiB");
  static final Key<Integer> MAX_CONNECTIONS_PER_ADDRESS =
      limit("maxConnectionsPerAddress", ValueType.count(1), "2000");
  static final Key<Integer> MAX_CONNECTIONS = limit("maxConnections", ValueType.count(1), "100000");
  static final Key<Integer> BYTES_IN_FLIGHT =
      limit("bytesInFlightPerConnection", ValueType.size(1 << 16), "16MiB");
  static final Key<Integer> MAX_CONCURRENT_REQUESTS =
      limit("maxConcurrentRequests", ValueType.count(1), "100");
  static final Key<Integer> MAX_CONTROL_FRAMES =
      limit("maxControlFrames", ValueType.count(10), "200");

  static final Key<Integer> MAX_NODE_STREAMS =
      streamLimit("maxStreams", ValueType.count(1), "20000");
  static final Key<Integer> MAX_WAITERS = streamLimit("maxWaiters", ValueType.count(0), "50000");
  static final Key<Integer> MAX_CLAIMS = streamLimit("maxClaims", ValueType.count(1), "16");
  static final Key<Integer> LANDING_TIMEOUT = streamLimit("landingTimeout", duration(300), "3s");
  static final Key<Integer> MAX_TAKEOVERS = streamLimit("maxTakeovers", ValueType.count(1), "3");
  static final Key<Integer> TAKEOVER_WINDOW = streamLimit("takeoverWindow", duration(1_000), "30s");
  static final Key<Integer> TRACK_WAIT = streamLimit("trackWait", duration(0), "250ms");
  static final Key<Integer> SEND_BYTES =
      streamLimit("sendBytes", ValueType.size(4 << 10), "256KiB");
  static final Key<Integer> MAX_INGEST_BYTES =
      streamLimit("maxIngestBytes", ValueType.size(1 << 16), "16MiB");
  static final Key<Integer> MAX_CROSSING_BYTES =
      streamLimit("maxCrossingBytes", ValueType.size(1 << 16), "16MiB");

  static final Key<Integer> MAX_SESSIONS = limit("maxSessions", ValueType.count(0), "100000");
  static final Key<Integer> SESSION_IDLE = limit("sessionIdle", duration(5_000), "20s");
  static final Key<Integer> MAX_BLOCKED_REQUESTS =
      limit("maxBlockedRequests", ValueType.count(0), "50000");
  static final Key<Integer> MAX_BLOCKED_REQUESTS_PER_STREAM =
      limit("maxBlockedRequestsPerStream", ValueType.count(0), "20000");
  static final Key<Integer> MAX_PACKAGERS = limit("maxPackagers", ValueType.count(0), "5000");
  static final Key<Integer> PACKAGER_IDLE = limit("packagerIdle", duration(5_000), "30s");
  static final Key<Integer> MAX_LISTED_SEGMENTS =
      limit("maxListedSegments", ValueType.count(6), "60");

  static final Key<Integer> OVERLOAD_YELLOW = overload("yellow", ValueType.count(1), "70");
  static final Key<Integer> OVERLOAD_ORANGE = overload("orange", ValueType.count(1), "85");
  static final Key<Integer> OVERLOAD_RED = overload("red", ValueType.count(1), "100");
  static final Key<Integer> MAX_LATENESS = overload("maxLateness", duration(1), "250ms");
  static final Key<Integer> LOG_MEMORY = overload("logMemory", ValueType.count(1), "50");
  static final Key<Integer> UNSENT_MEMORY = overload("unsentMemory", ValueType.count(1), "25");
  static final Key<Integer> SEGMENT_MEMORY = overload("segmentMemory", ValueType.count(1), "30");
  static final Key<Integer> MAX_EGRESS = overload("maxEgress", ValueType.size(0), "0");

  static final Key<Integer> DRAIN_TIMEOUT = new Key<>("drainTimeout", duration(0), "10s", LIVE);
  static final Key<FreshetConfig.LogLevel> LOG_LEVEL =
      new Key<>("log.level", ValueType.oneOf(FreshetConfig.LogLevel.class), "info", LIVE);
  static final Key<FreshetConfig.LogFormat> LOG_FORMAT =
      new Key<>("log.format", ValueType.oneOf(FreshetConfig.LogFormat.class), "text", LIVE);

  static final Key<List<String>> PUSH_DOMAINS = service("push.domains", domains(), "");
  static final Key<List<String>> PLAY_DOMAINS = service("play.domains", domains(), "");
  static final Key<String> PROFILE =
      service("profile", ValueType.text("a profile's name"), "showroom");
  static final Key<TakeoverPolicy> TAKEOVER =
      service("takeover", ValueType.oneOf(TakeoverPolicy.class), "replace");
  static final Key<Integer> GRACE = service("grace", duration(0), "10s");
  static final Key<Integer> LINGER = service("linger", duration(0), "10s");
  static final Key<Integer> WAIT_FOR_PUBLISHER = service("waitForPublisher", duration(0), "5s");
  static final Key<Integer> MAX_TRACKS = service("limits.maxTracks", ValueType.count(1), "8");
  static final Key<Integer> MAX_VIEWERS =
      service("limits.maxViewersPerStream", ValueType.count(0), "100000");
  static final Key<Integer> MAX_STREAMS = service("limits.maxStreams", ValueType.count(0), "10000");

  static final Key<Integer> LISTED_SEGMENTS = service("segments.listed", ValueType.count(4), "6");
  static final Key<Boolean> WARM = service("segments.warm", ValueType.flag(), "false");
  static final Key<TokenPlace> TOKENS =
      service("segments.tokens", ValueType.oneOf(TokenPlace.class), "path");
  static final Key<Boolean> BIND_ADDRESS =
      service("segments.bindAddress", ValueType.flag(), "false");

  private static final List<Key<?>> NODE_KEYS =
      List.of(
          NODE_ID,
          NODE_TIER,
          NODE_REGION,
          NODE_ISPS,
          NODE_ROLES,
          NODE_LOOPS,
          NODE_TRANSPORT,
          LISTEN_RTMP,
          LISTEN_RTMPS,
          LISTEN_HTTP,
          LISTEN_HTTPS,
          LISTEN_RELAY,
          LISTEN_ADMIN,
          ADVERTISE_RTMP,
          ADVERTISE_RTMPS,
          ADVERTISE_HTTP,
          ADVERTISE_HTTPS,
          ADVERTISE_RELAY,
          TLS_CERTIFICATE,
          TLS_KEY,
          CLUSTER_ETCD,
          CLUSTER_ETCD_USER,
          CLUSTER_ETCD_PASSWORD,
          CLUSTER_ETCD_AUTHORITIES,
          CLUSTER_ETCD_CERTIFICATE,
          CLUSTER_ETCD_KEY,
          CLUSTER_ETCD_ROOT,
          CLUSTER_SECRET,
          CLUSTER_PARENTS,
          CLUSTER_HANDSHAKE_TIMEOUT,
          CLUSTER_MAX_CONNECTIONS,
          CLUSTER_MAX_MESSAGE,
          CLUSTER_MAX_LOOKUPS,
          CLUSTER_RETRY,
          CLUSTER_SILENCE,
          CLUSTER_STANDBY,
          CLUSTER_LATE,
          CLUSTER_SUSPECT,
          CLUSTER_MAX_CALLS,
          CLUSTER_MAX_CALL,
          CLUSTER_MAX_CALL_CONNECTIONS,
          CLUSTER_CALL_IDLE,
          DATABASE,
          DATA_DIR,
          PROXY_TRUSTED,
          PROXY_PROTOCOL,
          HANDSHAKE_TIMEOUT,
          HEADER_TIMEOUT,
          IDLE_TIMEOUT,
          MAX_HEADER,
          MAX_MESSAGE,
          MAX_CHUNK_SIZE,
          MAX_CHUNK_STREAMS,
          MAX_METADATA,
          MAX_CONNECTIONS_PER_ADDRESS,
          MAX_CONNECTIONS,
          BYTES_IN_FLIGHT,
          MAX_CONCURRENT_REQUESTS,
          MAX_CONTROL_FRAMES,
          MAX_SESSIONS,
          SESSION_IDLE,
          MAX_BLOCKED_REQUESTS,
          MAX_BLOCKED_REQUESTS_PER_STREAM,
          MAX_PACKAGERS,
          PACKAGER_IDLE,
          MAX_LISTED_SEGMENTS,
          MAX_NODE_STREAMS,
          MAX_WAITERS,
          MAX_CLAIMS,
          LANDING_TIMEOUT,
          MAX_TAKEOVERS,
          TAKEOVER_WINDOW,
          TRACK_WAIT,
          SEND_BYTES,
          MAX_INGEST_BYTES,
          MAX_CROSSING_BYTES,
          OVERLOAD_YELLOW,
          OVERLOAD_ORANGE,
          OVERLOAD_RED,
          MAX_LATENESS,
          LOG_MEMORY,
          UNSENT_MEMORY,
          SEGMENT_MEMORY,
          MAX_EGRESS,
          DRAIN_TIMEOUT,
          LOG_LEVEL,
          LOG_FORMAT);

  private static final List<Key<?>> SERVICE_KEYS =
      List.of(
          PUSH_DOMAINS,
          PLAY_DOMAINS,
          PROFILE,
          TAKEOVER,
          GRACE,
          LINGER,
          WAIT_FOR_PUBLISHER,
          MAX_TRACKS,
          MAX_VIEWERS,
          MAX_STREAMS,
          LISTED_SEGMENTS,
          WARM,
          TOKENS,
          BIND_ADDRESS);

  private Keys() {}

  /// All keys, in the order of the file.
  public static List<Key<?>> all() {
    return Stream.of(NODE_KEYS, SERVICE_KEYS, ProfileKeys.ALL)
        .<Key<?>>flatMap(List::stream)
        .toList();
  }

  private static Key<Optional<HostPort>> listen(String name, String defaultText) {
    return new Key<>("listen." + name, ValueType.address(), defaultText, AT_START);
  }

  private static Key<Optional<HostPort>> advertise(String name) {
    return new Key<>("advertise." + name, ValueType.address(), "", LIVE);
  }

  private static <T> Key<T> limit(String name, ValueType<T> type, String defaultText) {
    return new Key<>("limits." + name, type, defaultText, LIVE);
  }

  private static <T> Key<T> cluster(String name, ValueType<T> type, String defaultText) {
    return new Key<>("cluster." + name, type, defaultText, AT_START);
  }

  private static <T> Key<T> streamLimit(String name, ValueType<T> type, String defaultText) {
    return new Key<>("limits." + name, type, defaultText, AT_START);
  }

  private static <T> Key<T> overload(String name, ValueType<T> type, String defaultText) {
    return new Key<>("overload." + name, type, defaultText, LIVE);
  }

  private static <T> Key<T> service(String name, ValueType<T> type, String defaultText) {
    return new Key<>("services.*." + name, type, defaultText, LIVE);
  }

  private static @Nullable URI endpoint(String text) {
    try {
      URI uri = new URI(text);
      boolean known = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return known && uri.getHost() != null && uri.getPort() > 0 ? uri : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  private static ValueType<Integer> duration(int leastMs) {
    return ValueType.duration(leastMs);
  }

  private static ValueType<List<String>> domains() {
    return ValueType.listOf(
        ValueType.word(
            "a host name such as live.example.com or *.example.com",
            text -> text.matches("(\\*\\.)?[A-Za-z0-9_.-]+|\\[[0-9A-Fa-f:.]+]") ? text : null));
  }
}
