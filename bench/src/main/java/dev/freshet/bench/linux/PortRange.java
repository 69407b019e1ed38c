package dev.freshet.bench.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The ports that the kernel gives to outgoing connections (ip(7), `ip_local_port_range`): how many
/// connections one source address can have to one target. A value: no owner.
public record PortRange(int first, int last) {
  /// Source addresses are taken from 127.0.1.0 upwards, so that no listener's is among them.
  private static final int FIRST_SOURCE = 0x7f000100;

  /// What holds now.
  public static PortRange read() throws IOException {
    Path file = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    String line = Files.readAllLines(file).getFirst(); // must be read in one piece
    String[] bounds = line.trim().split("\\s+");
    return new PortRange(Integer.parseInt(bounds[0]), Integer.parseInt(bounds[1]));
  }

  /// How many connections one source address allows.
  public int size() {
    return last - first + 1;
  }

  /// The source address of connection `index`, when `addresses` of them take turns.
  public static int source(int index, int addresses) {
    return FIRST_SOURCE + 1 + index % addresses;
  }
}
