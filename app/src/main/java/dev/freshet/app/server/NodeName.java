package dev.freshet.app.server;

import dev.freshet.contract.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Finds out what a node is called.
final class NodeName {
  private static final String AUTO = "auto";

  private NodeName() {}

  /// @param configured the configured name, or `auto` for the machine's
  static NodeId of(String configured) {
    return new NodeId(configured.equals(AUTO) ? machine() : configured);
  }

  /// The machine's name, never asked of DNS, which may take seconds to answer.
  private static String machine() {
    String name = System.getenv("HOSTNAME");
    if (name == null || name.isBlank()) {
      name = firstLine(Path.of("/proc/sys/kernel/hostname"));
    }
    String legal = name.strip().replaceAll("[^!-~]", "-");
    return legal.isEmpty() ? "node" : legal.substring(0, Math.min(64, legal.length()));
  }

  private static String firstLine(Path file) {
    try {
      return Files.readString(file).lines().findFirst().orElse("");
    } catch (IOException notLinux) {
      return "";
    }
  }
}
