package dev.freshet.bench.gop;

import java.nio.file.Path;

/// The configuration of the node that is joined: loopback only, any free ports, and one service for
/// each profile. Stateless.
final class GopNode {
  private GopNode() {}

  /// @param folder for the node's own files
  static String yaml(Path folder) {
    StringBuilder yaml =
        new StringBuilder(
            """
            listen: {rtmp: "127.0.0.1:0", http: "127.0.0.1:0", admin: "127.0.0.1:0"}
            dataDir: "%s"
            services:
            """
                .formatted(folder.resolve("data")));
    for (String profile : GopCurve.PROFILES) {
      String domains = "{domains: [" + PushedStream.host(profile) + "]}";
      yaml.append(
          "  %s: {profile: %s, push: %s, play: %s}\n"
              .formatted(profile, profile, domains, domains));
    }
    return yaml.toString();
  }
}
