package dev.freshet.bench.subject;

import java.nio.file.Path;

/// Freshet's configuration for a measurement: loopback only, any free ports, and a profile that
/// holds the window still. Stateless.
final class FreshetConfig {
  private FreshetConfig() {}

  static String yaml(SubjectSettings settings, Path folder, Certificate certificate) {
    int window = settings.windowMs();
    return """
    node: {loops: %d}
    listen: {rtmp: "127.0.0.1:0", http: "127.0.0.1:0", https: "127.0.0.1:0", admin: "127.0.0.1:0"}
    tls: {certificate: "%s", key: "%s"}
    dataDir: "%s"
    services:
      default: {profile: bench}
    profiles:
      bench: {from: showroom, mergeWindow: %dms%s}
    limits: {maxConnectionsPerAddress: 100000, idleTimeout: 10m}
    """
        .formatted(
            settings.loops(),
            certificate.chain(),
            certificate.key(),
            folder.resolve("data"),
            window,
            settings.partMs() == 0 ? "" : ", part: " + settings.partMs() + "ms");
  }
}
