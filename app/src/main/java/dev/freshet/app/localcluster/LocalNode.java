package dev.freshet.app.localcluster;

import dev.freshet.app.localcluster.ClusterPlan.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// A node of the cluster: its folder, its configuration and its ports, the same over restarts.
/// Owned by [LocalCluster].
///
/// @param folder has `freshet.yaml`, `log` and `data`
record LocalNode(
    Place place, Path folder, int rtmpPort, int httpPort, int adminPort, int relayPort) {
  static final int PORTS = 4;
  private static final int START_SECONDS = 60;

  /// @param ports [#PORTS] of them
  static LocalNode of(Place place, Path folder, List<Integer> ports) {
    return new LocalNode(place, folder, ports.get(0), ports.get(1), ports.get(2), ports.get(3));
  }

  String rtmp() {
    return "rtmp://127.0.0.1:" + rtmpPort;
  }

  String http() {
    return "http://127.0.0.1:" + httpPort;
  }

  String admin() {
    return "http://127.0.0.1:" + adminPort;
  }

  /// Writes what the node reads when it starts, secrets readable by nobody else.
  void write(String etcd, String secret, String token) throws IOException {
    Path data = folder.resolve("data");
    Files.createDirectories(data);
    writeSecret(folder.resolve("freshet.yaml"), yaml(data, etcd, secret));
    writeSecret(data.resolve("admin-token"), token + "\n");
  }

  private String yaml(Path data, String etcd, String secret) {
    return """
    node: {id: "%s", tier: %s, region: "%s", isps: [%s], loops: 1}
    listen: {rtmp: "127.0.0.1:%d", http: "127.0.0.1:%d", admin: "127.0.0.1:%d", relay: "127.0.0.1:%d"}
    cluster: {etcd: ["%s"], secret: "%s"}
    dataDir: "%s"
    limits: {maxConnectionsPerAddress: 100000}
    """
        .formatted(
            place.id(),
            place.tier(),
            place.region(),
            String.join(", ", place.isps()),
            rtmpPort,
            httpPort,
            adminPort,
            relayPort,
            etcd,
            secret,
            data);
  }

  private static void writeSecret(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }

  /// Starts the process; [#awaitReady] waits for it.
  ///
  /// @param program the command that runs Freshet
  /// @param settings `KEY=VALUE`, over those of the file
  LocalProcess start(List<String> program, List<String> settings, Runnable onExit)
      throws IOException {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("serve", "--config", folder.resolve("freshet.yaml").toString()));
    settings.forEach(setting -> command.addAll(List.of("--set", setting)));
    return LocalProcess.start(place.id(), command, folder.resolve("log"), onExit);
  }

  static void awaitReady(LocalProcess process) throws IOException, InterruptedException {
    process.await("ready in ", START_SECONDS);
  }
}
