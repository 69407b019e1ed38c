package dev.freshet.app.config;

import dev.freshet.app.config.FreshetConfig.ListenPort;
import dev.freshet.contract.node.CallLimits;
import dev.freshet.contract.node.ClusterLimits;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.node.LoadLimits;
import dev.freshet.contract.node.MediaPort;
import dev.freshet.contract.node.NodeLimits;
import dev.freshet.contract.node.SegmentLimits;
import dev.freshet.contract.node.StandbyRule;
import dev.freshet.hub.RegistryLimits;
import dev.freshet.protocol.relay.ClusterSecret;
import dev.freshet.protocol.relay.RelayLimits;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes a [FreshetConfig] of settings and gathers every problem on the way. Used once for each
/// load.
final class ConfigReader {
  private final SettingValues values;
  private final List<Problem> problems;
  private final List<String> warnings = new ArrayList<>();

  ConfigReader(Map<String, Setting> settings, List<Problem> problems) {
    this.problems = problems;
    values = new SettingValues(settings, problems);
  }

  ConfigResult read() {
    FreshetConfig config =
        new FreshetConfig(
            node(),
            listen(),
            advertise(),
            tls(),
            cluster(),
            values.get(Keys.DATABASE),
            Path.of(values.get(Keys.DATA_DIR)),
            new ServicesReader(values, problems).read(),
            new FreshetConfig.ProxyConfig(
                values.get(Keys.PROXY_TRUSTED), values.get(Keys.PROXY_PROTOCOL)),
            limits(),
            streamLimits(),
            segmentLimits(),
            overload(),
            values.get(Keys.DRAIN_TIMEOUT),
            new FreshetConfig.LogConfig(values.get(Keys.LOG_LEVEL), values.get(Keys.LOG_FORMAT)));
    checkTogether(config);
    return problems.isEmpty()
        ? new ConfigResult.Loaded(config, values.all(), List.copyOf(warnings))
        : new ConfigResult.Invalid(List.copyOf(problems));
  }

  private FreshetConfig.NodeConfig node() {
    return new FreshetConfig.NodeConfig(
        values.get(Keys.NODE_ID),
        values.get(Keys.NODE_TIER),
        values.get(Keys.NODE_REGION),
        values.get(Keys.NODE_ISPS),
        values.get(Keys.NODE_ROLES),
        values.get(Keys.NODE_LOOPS),
        values.get(Keys.NODE_TRANSPORT));
  }

  private Map<ListenPort, HostPort> listen() {
    Map<ListenPort, HostPort> listen = new EnumMap<>(ListenPort.class);
    put(listen, ListenPort.RTMP, Keys.LISTEN_RTMP);
    put(listen, ListenPort.RTMPS, Keys.LISTEN_RTMPS);
    put(listen, ListenPort.HTTP, Keys.LISTEN_HTTP);
    put(listen, ListenPort.HTTPS, Keys.LISTEN_HTTPS);
    put(listen, ListenPort.RELAY, Keys.LISTEN_RELAY);
    put(listen, ListenPort.ADMIN, Keys.LISTEN_ADMIN);
    return listen;
  }

  private Map<MediaPort, HostPort> advertise() {
    Map<MediaPort, HostPort> advertise = new EnumMap<>(MediaPort.class);
    put(advertise, MediaPort.RTMP, Keys.ADVERTISE_RTMP);
    put(advertise, MediaPort.RTMPS, Keys.ADVERTISE_RTMPS);
    put(advertise, MediaPort.HTTP, Keys.ADVERTISE_HTTP);
    put(advertise, MediaPort.HTTPS, Keys.ADVERTISE_HTTPS);
    put(advertise, MediaPort.RELAY, Keys.ADVERTISE_RELAY);
    return advertise;
  }

  private <P> void put(Map<P, HostPort> ports, P port, Key<Optional<HostPort>> key) {
    values.get(key).ifPresent(address -> ports.put(port, address));
  }

  private Optional<FreshetConfig.TlsConfig> tls() {
    String certificate = values.get(Keys.TLS_CERTIFICATE);
    String key = values.get(Keys.TLS_KEY);
    if (certificate.isEmpty() != key.isEmpty()) {
      values.complain(
          certificate.isEmpty() ? Keys.TLS_KEY : Keys.TLS_CERTIFICATE,
          "tls.certificate and tls.key, both or neither");
    }
    return certificate.isEmpty()
        ? Optional.empty()
        : Optional.of(new FreshetConfig.TlsConfig(Path.of(certificate), Path.of(key)));
  }

  private FreshetConfig.ClusterConfig cluster() {
    return new FreshetConfig.ClusterConfig(
        etcd(),
        values.get(Keys.CLUSTER_SECRET),
        values.get(Keys.CLUSTER_PARENTS),
        new ClusterLimits(
            values.get(Keys.CLUSTER_HANDSHAKE_TIMEOUT),
            values.get(Keys.CLUSTER_MAX_CONNECTIONS),
            values.get(Keys.CLUSTER_MAX_MESSAGE),
            values.get(Keys.CLUSTER_MAX_LOOKUPS),
            values.get(Keys.CLUSTER_RETRY),
            values.get(Keys.CLUSTER_SILENCE),
            new StandbyRule(
                values.get(Keys.CLUSTER_STANDBY),
                values.get(Keys.CLUSTER_LATE),
                values.get(Keys.CLUSTER_SUSPECT)),
            new CallLimits(
                values.get(Keys.CLUSTER_MAX_CALL_CONNECTIONS),
                values.get(Keys.CLUSTER_MAX_CALLS),
                values.get(Keys.CLUSTER_MAX_CALL),
                values.get(Keys.CLUSTER_CALL_IDLE))));
  }

  private FreshetConfig.EtcdAccess etcd() {
    return new FreshetConfig.EtcdAccess(
        values.get(Keys.CLUSTER_ETCD),
        values.get(Keys.CLUSTER_ETCD_USER),
        values.get(Keys.CLUSTER_ETCD_PASSWORD),
        values.get(Keys.CLUSTER_ETCD_AUTHORITIES),
        values.get(Keys.CLUSTER_ETCD_CERTIFICATE),
        values.get(Keys.CLUSTER_ETCD_KEY),
        values.get(Keys.CLUSTER_ETCD_ROOT));
  }

  private NodeLimits limits() {
    return new NodeLimits(
        values.get(Keys.HANDSHAKE_TIMEOUT),
        values.get(Keys.HEADER_TIMEOUT),
        values.get(Keys.IDLE_TIMEOUT),
        values.get(Keys.MAX_HEADER),
        values.get(Keys.MAX_MESSAGE),
        values.get(Keys.MAX_CHUNK_SIZE),
        values.get(Keys.MAX_CHUNK_STREAMS),
        values.get(Keys.MAX_METADATA),
        values.get(Keys.MAX_CONNECTIONS_PER_ADDRESS),
        values.get(Keys.MAX_CONNECTIONS),
        values.get(Keys.BYTES_IN_FLIGHT),
        values.get(Keys.MAX_CONCURRENT_REQUESTS),
        values.get(Keys.MAX_CONTROL_FRAMES));
  }

  private RegistryLimits streamLimits() {
    return new RegistryLimits(
        values.get(Keys.MAX_NODE_STREAMS),
        values.get(Keys.MAX_WAITERS),
        values.get(Keys.MAX_CLAIMS),
        values.get(Keys.LANDING_TIMEOUT),
        values.get(Keys.MAX_TAKEOVERS),
        values.get(Keys.TAKEOVER_WINDOW),
        values.get(Keys.TRACK_WAIT),
        values.get(Keys.SEND_BYTES),
        values.get(Keys.MAX_INGEST_BYTES),
        values.get(Keys.MAX_CROSSING_BYTES));
  }

  private SegmentLimits segmentLimits() {
    return new SegmentLimits(
        values.get(Keys.MAX_SESSIONS),
        values.get(Keys.SESSION_IDLE),
        values.get(Keys.MAX_BLOCKED_REQUESTS),
        values.get(Keys.MAX_BLOCKED_REQUESTS_PER_STREAM),
        values.get(Keys.MAX_PACKAGERS),
        values.get(Keys.PACKAGER_IDLE),
        values.get(Keys.MAX_LISTED_SEGMENTS));
  }

  private LoadLimits overload() {
    LoadLimits limits =
        new LoadLimits(
            values.get(Keys.OVERLOAD_YELLOW),
            values.get(Keys.OVERLOAD_ORANGE),
            values.get(Keys.OVERLOAD_RED),
            values.get(Keys.MAX_LATENESS),
            values.get(Keys.LOG_MEMORY),
            values.get(Keys.UNSENT_MEMORY),
            values.get(Keys.SEGMENT_MEMORY),
            values.get(Keys.MAX_EGRESS));
    if (limits.orangePercent() < limits.yellowPercent()) {
      values.complain(Keys.OVERLOAD_ORANGE, "at least overload.yellow");
    }
    if (limits.redPercent() < limits.orangePercent()) {
      values.complain(Keys.OVERLOAD_RED, "at least overload.orange");
    }
    return limits;
  }

  private void checkTogether(FreshetConfig config) {
    if (config.tls().isEmpty()) {
      checkNoTlsPort(config, ListenPort.RTMPS, Keys.LISTEN_RTMPS);
      checkNoTlsPort(config, ListenPort.HTTPS, Keys.LISTEN_HTTPS);
    }
    if (!config.proxy().protocol().isEmpty() && config.proxy().trusted().isEmpty()) {
      values.complain(Keys.PROXY_PROTOCOL, "proxy.trusted to name the proxies");
    }
    checkSecret(config.cluster().secret());
    checkCluster(config);
    checkPortsDiffer(config.listen());
    warnOfReserved(config);
  }

  /// Whoever has a token could try short ones out.
  private void checkSecret(String secret) {
    if (!secret.isEmpty() && secret.length() < ClusterSecret.MIN_CHARS) {
      problems.add(
          new Problem(
              Keys.CLUSTER_SECRET.pattern(),
              "too short (expected: " + ClusterSecret.MIN_CHARS + " characters or more)"));
    }
  }

  /// Nodes know one another by the secret; a message's length has three bytes.
  private void checkCluster(FreshetConfig config) {
    boolean open = !config.cluster().secret().isEmpty();
    if (config.listen().containsKey(ListenPort.RELAY) && !open) {
      values.complain(Keys.LISTEN_RELAY, "cluster.secret to be set");
    }
    if (!config.cluster().parents().isEmpty() && !open) {
      values.complain(Keys.CLUSTER_PARENTS, "cluster.secret to be set");
    }
    checkEtcd(config);
    if (config.cluster().limits().maxMessageBytes() > RelayLimits.DEFAULT.maxMessageBytes()) {
      values.complain(Keys.CLUSTER_MAX_MESSAGE, "less than 16MiB");
    }
  }

  private void checkEtcd(FreshetConfig config) {
    FreshetConfig.EtcdAccess etcd = config.cluster().etcd();
    boolean reachable = config.listen().containsKey(ListenPort.RELAY);
    if (!etcd.endpoints().isEmpty() && !reachable) {
      values.complain(Keys.CLUSTER_ETCD, "listen.relay and cluster.secret to be set");
    }
    if (etcd.endpoints().stream().map(URI::getScheme).distinct().count() > 1) {
      values.complain(Keys.CLUSTER_ETCD, "all http or all https");
    }
    if (etcd.certificate().isEmpty() != etcd.key().isEmpty()) {
      values.complain(
          etcd.certificate().isEmpty() ? Keys.CLUSTER_ETCD_KEY : Keys.CLUSTER_ETCD_CERTIFICATE,
          "cluster.etcdCertificate and cluster.etcdKey, both or neither");
    }
  }

  private void checkNoTlsPort(FreshetConfig config, ListenPort port, Key<Optional<HostPort>> key) {
    if (config.listen().containsKey(port)) {
      values.complain(key, "tls.certificate and tls.key to be set");
    }
  }

  private void checkPortsDiffer(Map<ListenPort, HostPort> listen) {
    Map<String, ListenPort> seen = new HashMap<>(); // by text: see ValueType
    for (ListenPort port : ListenPort.values()) {
      HostPort address = listen.get(port);
      @Nullable ListenPort other =
          address == null || address.port() == 0
              ? null
              : seen.putIfAbsent(address.toString(), port);
      if (other != null) {
        problems.add(
            new Problem(
                "listen",
                port.name().toLowerCase(java.util.Locale.ROOT)
                    + ": "
                    + address
                    + " (expected: another port than "
                    + other.name().toLowerCase(java.util.Locale.ROOT)
                    + "'s)"));
      }
    }
  }

  private void warnOfReserved(FreshetConfig config) {
    if (!config.database().isEmpty()) {
      warnings.add("database: has no effect in this version");
    }
  }
}
