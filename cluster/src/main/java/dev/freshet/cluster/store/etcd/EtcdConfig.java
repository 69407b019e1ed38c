package dev.freshet.cluster.store.etcd;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How to reach etcd.
///
/// @param endpoints `http://HOST:PORT` or `https://HOST:PORT`, all alike
/// @param credentials null: none
/// @param tls for `https`; null: the system's certificates, no certificate of our own
/// @param root what all our keys begin with, so that others may share the cluster; ends in `/`
/// @param requestTimeoutMs how long a call may take
/// @param firstRequestTimeoutMs the same until the first answer: loading the client takes a cold
///   process seconds
public record EtcdConfig(
    List<URI> endpoints,
    @Nullable Credentials credentials,
    @Nullable Tls tls,
    String root,
    long requestTimeoutMs,
    long firstRequestTimeoutMs) {

  /// A user of etcd.
  public record Credentials(String user, String password) {
    @Override
    public String toString() {
      return user; // passwords do not belong in logs
    }
  }

  /// Certificates and keys, as PEM files.
  ///
  /// @param authorities who signs etcd's certificate; null: whom the system trusts
  /// @param certificate ours; null: none
  /// @param key ours, PKCS#8; null: none
  /// @param serverName the name in etcd's certificate, where it is not the endpoint's host; null:
  ///   it is
  public record Tls(
      @Nullable Path authorities,
      @Nullable Path certificate,
      @Nullable Path key,
      @Nullable String serverName) {}

  public EtcdConfig {
    endpoints = List.copyOf(endpoints);
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("cluster.etcd: empty (expected: at least one address)");
    }
    for (URI endpoint : endpoints) {
      checkEndpoint(endpoint, endpoints.getFirst());
    }
    if (!root.endsWith("/")) {
      throw new IllegalArgumentException("etcd root: '" + root + "' (expected: '/' at its end)");
    }
  }

  /// Without credentials, with the defaults.
  public static EtcdConfig of(List<URI> endpoints) {
    return new EtcdConfig(endpoints, null, null, "freshet/", 2_000, 10_000);
  }

  public boolean isTls() {
    return "https".equals(endpoints.getFirst().getScheme());
  }

  private static void checkEndpoint(URI endpoint, URI first) {
    String scheme = endpoint.getScheme();
    boolean known = "http".equals(scheme) || "https".equals(scheme);
    if (!known || endpoint.getHost() == null || !scheme.equals(first.getScheme())) {
      throw new IllegalArgumentException(
          "cluster.etcd: '%s' (expected: http://HOST:PORT or https://HOST:PORT, all alike)"
              .formatted(endpoint));
    }
  }
}
