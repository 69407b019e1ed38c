package dev.freshet.app.command;

import dev.freshet.app.config.FreshetConfig;
import dev.freshet.app.config.FreshetConfig.ListenPort;
import dev.freshet.contract.node.HostPort;
import dev.freshet.contract.time.Clock;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Whether a machine can run a configuration. Used once.
final class MachineCheck {
  private static final long MIB = 1 << 20;

  /// Files that a node opens besides its connections.
  private static final long OWN_FILES = 512;

  /// No clock that works is before the release.
  private static final long RELEASE_MS = Instant.parse("2026-11-01T00:00:00Z").toEpochMilli();

  private final List<String> findings = new ArrayList<>();
  private boolean passed = true;

  private MachineCheck() {}

  static MachineCheck of(FreshetConfig config) {
    MachineCheck check = new MachineCheck();
    check.ports(config);
    check.dataDir(config.dataDir());
    check.openFiles(config.limits().maxConnections());
    check.memory();
    check.jdk();
    check.clock();
    return check;
  }

  /// A line for each thing that was looked at.
  List<String> findings() {
    return findings;
  }

  /// Whether nothing stands in the way.
  boolean passed() {
    return passed;
  }

  private void ports(FreshetConfig config) {
    for (ListenPort port : ListenPort.values()) {
      HostPort address = config.listen().get(port);
      if (address != null && address.port() != 0) {
        String name = "port " + port.name().toLowerCase(Locale.ROOT) + " (" + address + ")";
        try (ServerSocket socket = new ServerSocket()) {
          socket.setReuseAddress(true);
          socket.bind(
              address.anyAddress()
                  ? new InetSocketAddress(address.port())
                  : new InetSocketAddress(InetAddress.getByName(address.host()), address.port()));
          findings.add("ok    " + name + " is free");
        } catch (IOException taken) {
          fail(name + ": " + taken.getMessage());
        }
      }
    }
  }

  private void dataDir(Path folder) {
    Path nearest = folder.toAbsolutePath();
    while (nearest.getParent() != null && !Files.exists(nearest)) {
      nearest = nearest.getParent();
    }
    if (Files.isDirectory(nearest) && Files.isWritable(nearest)) {
      findings.add("ok    dataDir " + folder + " can be written");
    } else {
      fail("dataDir " + folder + ": " + nearest + " cannot be written");
    }
  }

  private void openFiles(int maxConnections) {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.UnixOperatingSystemMXBean unix) {
      long files = unix.getMaxFileDescriptorCount();
      long needed = maxConnections + OWN_FILES;
      if (files >= needed) {
        findings.add("ok    open files: " + files);
      } else {
        warn(
            "open files: %d, enough for %d of limits.maxConnections (%d); raise it with ulimit -n"
                .formatted(files, Math.max(0, files - OWN_FILES), maxConnections));
      }
    }
  }

  private void memory() {
    long heapMib = Runtime.getRuntime().maxMemory() / MIB;
    if (heapMib >= 128) {
      findings.add("ok    heap: " + heapMib + " MiB");
    } else {
      warn("heap: " + heapMib + " MiB (expected: 128 MiB or more)");
    }
  }

  private void jdk() {
    int version = Runtime.version().feature();
    findings.add("ok    JDK " + version + " (" + System.getProperty("java.vendor") + ")");
  }

  private void clock() {
    long unixMs = Clock.system().unixMs();
    if (unixMs >= RELEASE_MS) {
      findings.add("ok    clock: " + Instant.ofEpochMilli(unixMs));
    } else {
      fail("clock: " + Instant.ofEpochMilli(unixMs) + " is in the past; set it, best by NTP");
    }
  }

  private void warn(String finding) {
    findings.add("warn  " + finding);
  }

  private void fail(String finding) {
    findings.add("FAIL  " + finding);
    passed = false;
  }
}
