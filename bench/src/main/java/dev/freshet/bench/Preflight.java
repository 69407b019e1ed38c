package dev.freshet.bench;

import dev.freshet.bench.linux.OpenFiles;
import dev.freshet.bench.linux.PortRange;
import java.io.IOException;

/// What the machine's limits allow, after they were raised as far as this user may. A value: no
/// owner.
///
/// @param files open files of this process and of each that it starts
/// @param ports of outgoing connections
public record Preflight(OpenFiles files, PortRange ports) {
  private static final int WANTED_FILES = 40_000;
  private static final int OTHER_FILES = 300; // jars, logs, listeners, publishers

  /// Raises and reads them.
  public static Preflight check() throws IOException {
    return new Preflight(OpenFiles.raise(WANTED_FILES), PortRange.read());
  }

  /// Most viewers of a subject.
  public int maxViewers() {
    return (int) Math.max(0, Math.min(files.soft(), 1 << 20) - OTHER_FILES);
  }

  @Override
  public String toString() {
    return "open files: %,d (may be raised to %,d), so at most %,d viewers of a subject; %,d ports a source address, 64 addresses"
        .formatted(files.soft(), files.hard(), maxViewers(), ports.size());
  }
}
