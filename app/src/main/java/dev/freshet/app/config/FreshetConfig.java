package dev.freshet.app.config;

import dev.freshet.contract.node.CidrBlock;
import dev.freshet.contract.node.ClusterLimits;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.node.LoadLimits;
import dev.freshet.contract.node.MediaPort;
import dev.freshet.contract.node.NodeLimits;
import dev.freshet.contract.node.SegmentLimits;
import dev.freshet.contract.service.ServiceTable;
import dev.freshet.hub.RegistryLimits;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that an operator configured, read and checked. Immutable: a reload is a new value.
/// What each key means stands in `freshet.yaml`.
///
/// @param database reserved
/// @param dataDir where the node keeps its files
/// @param services services and profiles
/// @param limits what one client may cost
/// @param streamLimits what streams may cost
/// @param segmentLimits what viewers who fetch segments may cost
/// @param overload from which load on the node does what
/// @param drainTimeoutMs how long clients may finish after SIGTERM
public record FreshetConfig(
    NodeConfig node,
    Map<ListenPort, HostPort> listen,
    Map<MediaPort, HostPort> advertise,
    Optional<TlsConfig> tls,
    ClusterConfig cluster,
    String database,
    Path dataDir,
    ServiceTable services,
    ProxyConfig proxy,
    NodeLimits limits,
    RegistryLimits streamLimits,
    SegmentLimits segmentLimits,
    LoadLimits overload,
    int drainTimeoutMs,
    LogConfig log) {

  public FreshetConfig {
    listen = Map.copyOf(listen);
    advertise = Map.copyOf(advertise);
  }

  /// A place in the tree of nodes.
  public enum Tier {
    EDGE,
    MID,
    CORE
  }

  /// What a node does.
  public enum Role {
    MEDIA,
    CONTROL,
    TRANSCODE,
    DNS
  }

  /// How a node talks to the kernel about sockets.
  public enum TransportChoice {
    AUTO,
    EPOLL,
    IO_URING,
    NIO
  }

  /// Every port that can be configured, by its key below `listen:`.
  public enum ListenPort {
    RTMP,
    RTMPS,
    HTTP,
    HTTPS,
    RELAY,
    ADMIN
  }

  /// From which level on events are logged.
  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  /// How an event is written.
  public enum LogFormat {
    TEXT,
    JSON
  }

  /// Who the node is.
  ///
  /// @param id its name, or `auto`
  /// @param loops event loops for media; 0 is one a core
  public record NodeConfig(
      String id,
      Tier tier,
      String region,
      List<String> isps,
      List<Role> roles,
      int loops,
      TransportChoice transport) {}

  /// The certificate of the ports with TLS.
  ///
  /// @param certificate chain in PEM
  /// @param key private key in PEM
  public record TlsConfig(Path certificate, Path key) {}

  /// What the nodes of a cluster share.
  ///
  /// @param etcd where they agree on who is there and what is published where
  /// @param secret of which they derive what they sign with, and by which they know one another;
  ///   empty for a node alone
  /// @param parents whom to ask for streams that are not published here, the best first
  /// @param limits what they may cost one another
  public record ClusterConfig(
      EtcdAccess etcd, String secret, List<HostPort> parents, ClusterLimits limits) {}

  /// How to reach etcd.
  ///
  /// @param endpoints none for a node alone
  /// @param user empty: none
  /// @param authorities who signs etcd's certificate, a file in PEM; empty: whom the system trusts
  /// @param certificate this node's, a file in PEM; empty: none
  /// @param key this node's, a file in PEM; empty: none
  /// @param root what all keys in etcd begin with; ends in `/`
  public record EtcdAccess(
      List<URI> endpoints,
      String user,
      String password,
      String authorities,
      String certificate,
      String key,
      String root) {
    @Override
    public String toString() {
      return endpoints.toString(); // passwords do not belong in logs
    }
  }

  /// Who may speak for clients.
  ///
  /// @param trusted the proxies' addresses
  /// @param protocol the ports on which they speak the PROXY protocol
  public record ProxyConfig(List<CidrBlock> trusted, List<MediaPort> protocol) {}

  /// What is logged, and how.
  public record LogConfig(LogLevel level, LogFormat format) {}
}
